using Fund.Projects.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Tests;

public sealed class AuditedFieldsTests
{
    [Fact]
    public void Somebody_has_decided_about_every_text_whether_the_audit_trail_may_hold_it()
    {
        var options = new DbContextOptionsBuilder<ProjectsDb>().UseNpgsql("Host=nowhere").Options;
        using var db = new ProjectsDb(options);
        var undecided = string.Join(" ", AuditedFields.Fields.Undecided(db.Model));
        Assert.True(undecided.Length == 0, undecided);
    }
}
