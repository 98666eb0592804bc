namespace Fund.Tour;

/// <summary>Somebody with a password, and a secret of one-time passwords where there is one.</summary>
internal sealed record Person(string Email, string Password, string? Secret);

/// <summary>The accounts that ./deploy/up printed, and those of the invented set.</summary>
internal sealed class People(IReadOnlyList<Person> all)
{
    public Person Of(string beginning) =>
        all.FirstOrDefault(person => person.Email.StartsWith(beginning, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"There is no account {beginning}…; run ./deploy/up --demo.");

    public static People Read(params string[] files)
    {
        var all = new List<Person>();
        foreach (var line in files.Where(File.Exists).SelectMany(File.ReadLines))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var email = Array.FindIndex(words, word => word.Contains('@', StringComparison.Ordinal));
            if (email >= 0 && email + 1 < words.Length)
            {
                all.Add(new Person(words[email], words[email + 1], words.ElementAtOrDefault(email + 2)));
            }
        }

        return new People(all);
    }
}
