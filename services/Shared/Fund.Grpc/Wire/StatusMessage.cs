using System.Globalization;
using System.Text;

namespace Grpc.Wire;

/// <summary>The <c>grpc-message</c> header: UTF-8, percent-encoded outside printable ASCII.</summary>
internal static class StatusMessage
{
    public static string Encode(string message)
    {
        if (message.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !message.Contains('%'))
        {
            return message;
        }

        StringBuilder encoded = new(message.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'%')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }

    /// <summary>Takes a percent sign that begins no escape as itself, as the protocol asks: a message is never refused.</summary>
    public static string Decode(string header)
    {
        if (!header.Contains('%'))
        {
            return header;
        }

        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(header.Length)];
        int length = 0;
        for (int i = 0; i < header.Length; i++)
        {
            if (IsEscape(header.AsSpan(i)))
            {
                bytes[length++] = Convert.FromHexString(header.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(header.AsSpan(i, 1), bytes.AsSpan(length));
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
}
