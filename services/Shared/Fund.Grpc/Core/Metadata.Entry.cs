using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with text, or with bytes when the key ends with <see cref="BinaryHeaderSuffix"/>.</summary>
    public class Entry
    {
        private readonly string? text;
        private readonly byte[]? bytes;

        /// <summary>A binary entry.</summary>
        /// <exception cref="ArgumentException">The key has other characters than a-z 0-9 . _ - or lacks the suffix.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalise(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            if (!NamesBytes(Key))
            {
                throw new ArgumentException($"The key '{key}' has to end with '{BinaryHeaderSuffix}' to hold bytes.");
            }

            bytes = [.. valueBytes];
        }

        /// <summary>A text entry.</summary>
        /// <exception cref="ArgumentException">The key has other characters than a-z 0-9 . _ - or has the suffix.</exception>
        public Entry(string key, string value)
        {
            Key = Normalise(key);
            ArgumentNullException.ThrowIfNull(value);
            if (NamesBytes(Key))
            {
                throw new ArgumentException(
                    $"The key '{key}' ends with '{BinaryHeaderSuffix}': it holds bytes, not text."
                );
            }

            text = value;
        }

        /// <summary>An entry from the wire, whose key is lower case already and whose value nobody else holds.</summary>
        internal Entry(string trustedKey, string? text, byte[]? bytes)
        {
            Key = trustedKey;
            this.text = text;
            this.bytes = bytes;
        }

        /// <summary>The key, lower case.</summary>
        public string Key { get; }

        /// <summary>A copy of the bytes; text as ASCII.</summary>
        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(text!) : [.. bytes];

        /// <summary>The text. A binary entry throws.</summary>
        public string Value => text ?? throw new InvalidOperationException($"The entry '{Key}' holds bytes, not text.");

        /// <summary>Whether the entry holds bytes.</summary>
        public bool IsBinary => text is null;

        /// <summary>The bytes of a binary entry without a copy.</summary>
        internal ReadOnlySpan<byte> Raw => bytes;

        /// <inheritdoc />
        public override string ToString() => IsBinary ? $"{Key}: {bytes!.Length} bytes" : $"{Key}: {text}";

        internal bool HasKey(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

        internal static bool NamesBytes(string key) =>
            key.EndsWith(BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

        private static string Normalise(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            foreach (char c in key)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                {
                    throw new ArgumentException(
                        $"The metadata key '{key}' may hold only letters, digits, dots, hyphens and underscores.",
                        nameof(key)
                    );
                }
            }

            // Returns the same string when nothing has to change.
            return key.ToLowerInvariant();
        }
    }
}
