using System.Buffers.Text;
using System.Linq.Expressions;
using Fund.Common.V1;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Hosting;

/// <summary>
/// Which part of a list is wanted: so many rows after (in the list's own order) the row with an id. Ids are UUIDv7, so
/// their order is that of creation and a page never shifts when rows are added.
/// </summary>
/// <param name="Size">1 to 500.</param>
/// <param name="After">Last id of the previous page, null for the first.</param>
public sealed record Page(int Size, Guid? After)
{
    public const int DefaultSize = 50;
    public const int MaxSize = 500;

    /// <summary>The page a request asks for; nothing said means the first fifty.</summary>
    /// <exception cref="RefusedException">The size is out of range, or the token is not one of ours.</exception>
    public static Page Of(PageRequest? request)
    {
        var size = request?.PageSize ?? 0;
        if (size is < 0 or > MaxSize)
        {
            throw Refusal
                .OfField("PAGE_SIZE", "page.page_size", $"{size} rows cannot be asked for; ask for 1 to {MaxSize}.")
                .AsException();
        }

        var token = request?.PageToken ?? "";
        return new Page(size == 0 ? DefaultSize : size, token.Length == 0 ? null : Read(token));
    }

    /// <summary>The token of the page that begins after a row.</summary>
    public static string TokenAfter(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>Runs the query for this page, oldest first.</summary>
    public Task<PageResult<T>> OldestFirstAsync<T>(
        IQueryable<T> query,
        Expression<Func<T, Guid>> id,
        CancellationToken cancellationToken
    ) => RunAsync(Rest(query, id, Expression.GreaterThan).OrderBy(id), id, cancellationToken);

    /// <summary>Runs the query for this page, newest first.</summary>
    public Task<PageResult<T>> NewestFirstAsync<T>(
        IQueryable<T> query,
        Expression<Func<T, Guid>> id,
        CancellationToken cancellationToken
    ) => RunAsync(Rest(query, id, Expression.LessThan).OrderByDescending(id), id, cancellationToken);

    private IQueryable<T> Rest<T>(
        IQueryable<T> query,
        Expression<Func<T, Guid>> id,
        Func<Expression, Expression, BinaryExpression> compare
    )
    {
        if (After is not { } after)
        {
            return query;
        }

        // A member of a captured object, so that the id is a parameter of the SQL and its plan is reused.
        Expression<Func<Guid>> value = () => after;
        return query.Where(Expression.Lambda<Func<T, bool>>(compare(id.Body, value.Body), id.Parameters));
    }

    private async Task<PageResult<T>> RunAsync<T>(
        IQueryable<T> ordered,
        Expression<Func<T, Guid>> id,
        CancellationToken cancellationToken
    )
    {
        var rows = await ordered.Take(Size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count <= Size)
        {
            return new PageResult<T>(rows, "");
        }

        rows.RemoveAt(Size);
        return new PageResult<T>(rows, TokenAfter(id.Compile()(rows[^1])));
    }

    private static Guid Read(string token)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (token.Length <= 24 && Base64Url.IsValid(token, out var length) && length == bytes.Length)
        {
            Base64Url.DecodeFromChars(token, bytes);
            return new Guid(bytes, bigEndian: true);
        }

        throw Refusal
            .OfField("PAGE_TOKEN", "page.page_token", "The page token is not one that was given out; start again.")
            .AsException();
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows, at most the size asked for.</param>
/// <param name="NextPageToken">Empty when this was the last page.</param>
public sealed record PageResult<T>(IReadOnlyList<T> Items, string NextPageToken)
{
    public PageResponse ToWire() => new() { NextPageToken = NextPageToken };
}
