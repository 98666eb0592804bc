using Fund.Kernel;

namespace Fund.Beneficiaries.Domain;

/// <summary>What is known of a project's earlier periods when a return comes in.</summary>
/// <param name="PeopleSoFar">Unique people over the earlier periods.</param>
/// <param name="PeriodsMissing">Earlier periods without a return.</param>
/// <param name="HasAggregate">One of the earlier periods was reported as a table.</param>
public sealed record EarlierPeriods(long PeopleSoFar, int PeriodsMissing, bool HasAggregate);

/// <summary>
/// What a person should look at before accepting a return. None of it stops acceptance: only people know why a figure
/// is what it is.
/// </summary>
public static class ReturnWarnings
{
    /// <summary>Warnings for an aggregate return.</summary>
    public static IEnumerable<Sentence> OfAggregate(ReturnTable table, ReportPeriod period, EarlierPeriods earlier)
    {
        foreach (var warning in OfAnyKind(period, earlier))
        {
            yield return warning;
        }

        var assisted = table.AtLeast(new CellKey(Measures.Assisted));
        var newKey = new CellKey(Measures.New);
        var counted = table.IsKnown(newKey);
        var newPeople = table.AtLeast(newKey);
        if (period.IsFirst && counted && newPeople != assisted)
        {
            yield return $"In the first period everybody is new, but {newPeople:N0} of {assisted:N0} are said to be; "
                + $"{assisted:N0} are counted.";
        }

        if (!period.IsFirst && !counted)
        {
            yield return "The return does not say how many people are new; until it does, none of them adds to the "
                + "people counted so far.";
        }

        if (!period.IsFirst && counted && earlier.PeriodsMissing == 0 && assisted - newPeople > earlier.PeopleSoFar)
        {
            yield return $"{assisted - newPeople:N0} people are said to have been helped before, but earlier returns "
                + $"count only {earlier.PeopleSoFar:N0}.";
        }

        var increment = period.IsFirst ? Measures.Assisted : Measures.New;
        foreach (var dimension in new[] { Dimension.AgeGroup, Dimension.Exploitation })
        {
            if (PeopleBreakdown.LosesDetail(table, increment, dimension))
            {
                yield return $"People are given by gender and by {dimension.Name}, but not by both at once; published "
                    + $"tables will show their {dimension.Name} as not recorded.";
            }
        }
    }

    /// <summary>Warnings for a case return.</summary>
    public static IEnumerable<Sentence> OfCases(ReportPeriod period, EarlierPeriods earlier, Contradictions found)
    {
        foreach (var warning in OfAnyKind(period, earlier))
        {
            yield return warning;
        }

        if (earlier.HasAggregate)
        {
            yield return "An earlier period was reported as a table, without pseudonyms: people helped then cannot be "
                + "recognised and may be counted twice.";
        }

        if (found.WithoutConsent > 0)
        {
            yield return $"{found.WithoutConsent:N0} records are without consent: these people are counted, and nothing else "
                + $"about them is kept.";
        }

        if (found.OtherGender > 0)
        {
            yield return $"{found.OtherGender:N0} people were recorded with another gender in an earlier period.";
        }

        if (found.Younger > 0)
        {
            yield return $"{found.Younger:N0} people are younger than in an earlier period.";
        }
    }

    private static IEnumerable<Sentence> OfAnyKind(ReportPeriod period, EarlierPeriods earlier)
    {
        if (earlier.PeriodsMissing > 0)
        {
            yield return $"{earlier.PeriodsMissing:N0} earlier periods have no return yet; people helped then count as "
                + $"new in period {period.Number}.";
        }
    }
}
