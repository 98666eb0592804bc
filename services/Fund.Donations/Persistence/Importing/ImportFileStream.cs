using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence.Importing;

/// <summary>
/// The uploaded file as a stream to read: one part in memory at a time, from a connection of its own, so that the
/// reader may run ahead while another connection writes.
/// </summary>
/// <param name="source">Gives the connection.</param>
/// <param name="importId">Whose file.</param>
/// <param name="hashed">Somebody will ask for its hash.</param>
/// <param name="arriving">Tells of parts that are still to come; null when the file is whole.</param>
public sealed class ImportFileStream(
    NpgsqlDataSource source,
    Guid importId,
    bool hashed,
    ArrivingFiles? arriving = null
) : Stream
{
    /// <summary>Times the next part is looked for before the file counts as stuck: about half a second.</summary>
    private const int MostLooks = 10;

    private const string WaitingSql = """
        select state = 'Receiving', exists (select from imports where state in ('Checking', 'Running') and id <> $1)
        from imports where id = $1
        """;

    private const string Sql = "select content from import_parts where import_id = $1 and number = $2";

    private readonly IncrementalHash? _hash = hashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private NpgsqlConnection? _connection;
    private byte[] _part = [];
    private int _read;
    private int _number;
    private bool _isWhole = arriving is null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>SHA-256 of what was read, in hexadecimal. Ask once, at the end.</summary>
    public string Sha256() =>
        Convert.ToHexStringLower(
            (_hash ?? throw new InvalidOperationException("Nobody asked for a hash.")).GetHashAndReset()
        );

    /// <summary>The first bytes, without reading on; fewer when the file is shorter.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        if (_number == 0)
        {
            await NextAsync(cancellationToken);
        }

        return _part.AsMemory(0, Math.Min(count, _part.Length));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_read == _part.Length)
        {
            if (!await NextAsync(cancellationToken))
            {
                return 0;
            }
        }

        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>For readers that know no other way; a part is a megabyte, so they seldom wait.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_read == _part.Length)
        {
            if (!NextAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                return 0;
            }
        }

        return Take(buffer.AsSpan(offset, count));
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }

        _hash?.Dispose();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
            _connection?.Dispose();
            _connection = null;
        }

        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _part.Length - _read);
        _part.AsSpan(_read, taken).CopyTo(buffer);
        _read += taken;
        return taken;
    }

    /// <exception cref="NotYetWholeException">The file was still arriving, and arrives no more.</exception>
    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        _connection ??= await source.OpenConnectionAsync(cancellationToken);
        for (var look = 0; ; look++)
        {
            // Asked before the part is looked for: once nothing is to come, what is there is all there is.
            _isWhole = _isWhole || (look > 0 && await IsWholeAsync(look, cancellationToken));
            await using var command = new NpgsqlCommand(Sql, _connection);
            command.Parameters.Add(new NpgsqlParameter { Value = importId, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new NpgsqlParameter { Value = _number + 1, NpgsqlDbType = NpgsqlDbType.Integer });
            if (await command.ExecuteScalarAsync(cancellationToken) is byte[] part)
            {
                (_part, _read, _number) = (part, 0, _number + 1);
                _hash?.AppendData(part);
                return true;
            }

            if (_isWhole)
            {
                return false;
            }

            if (look > 0)
            {
                await arriving!.MoreAsync(cancellationToken);
            }
        }
    }

    private async Task<bool> IsWholeAsync(int look, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(WaitingSql, _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = importId, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (isArriving, othersWait) = (reader.GetBoolean(0), reader.GetBoolean(1));
        return isArriving && (othersWait || look > MostLooks) ? throw new NotYetWholeException() : !isArriving;
    }
}
