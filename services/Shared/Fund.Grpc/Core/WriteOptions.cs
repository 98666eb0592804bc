namespace Grpc.Core;

/// <summary>How messages are written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More follows soon: the message may wait in the buffer.</summary>
    BufferHint = 0x1,

    /// <summary>Not compressed, even where the call is.</summary>
    NoCompress = 0x2,
}

/// <summary>How messages are written.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    /// <summary>No flags.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; } = flags;
}
