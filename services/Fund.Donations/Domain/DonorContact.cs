namespace Fund.Donations.Domain;

/// <summary>A person or office behind a donor. Personal data: for staff only, in no event and no log.</summary>
public sealed class DonorContact
{
    /// <summary>Contacts one donor may have.</summary>
    public const int Most = 50;

    private DonorContact() { }

    public DonorContact(Guid donorId, int position, Stated stated)
    {
        Id = Guid.CreateVersion7();
        DonorId = donorId;
        Position = position;
        Name = stated.Name;
        Email = stated.Email;
        Phone = stated.Phone;
        Language = stated.Language;
        GetsNotices = stated.GetsNotices;
    }

    /// <summary>What a person says of a contact.</summary>
    public sealed record Stated(string Name, string Email, string Phone, string Language, bool GetsNotices);

    public Guid Id { get; private set; }

    public Guid DonorId { get; private set; }

    /// <summary>Place in the list, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Person or function.</summary>
    public string Name { get; private set; } = "";

    public string Email { get; private set; } = "";

    public string Phone { get; private set; } = "";

    public string Language { get; private set; } = "";

    /// <summary>True when notices about the donor's money go to them.</summary>
    public bool GetsNotices { get; private set; }
}
