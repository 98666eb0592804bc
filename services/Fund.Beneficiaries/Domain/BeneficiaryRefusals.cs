using Fund.Kernel;

namespace Fund.Beneficiaries.Domain;

/// <summary>Refusals of beneficiary reporting. None of them repeats what was written in a case record.</summary>
public static class BeneficiaryRefusals
{
    public static Refusal TotalMissing() =>
        Refusal.OfField(
            "TOTAL_MISSING",
            "cells",
            "The total of people assisted is missing: give the measure 'assisted' without gender, age group and form."
        );

    public static Refusal PartsDoNotMakeTotal(string field, CellKey key, Dimension dimension, long parts, long total)
    {
        var hint = (parts < total, dimension == Dimension.Gender) switch
        {
            (false, _) => "",
            (true, true) => " Count the rest under NonSpecifiedUnknown.",
            (true, false) => " When the rest is not known, leave out the part that was not fully counted.",
        };
        return Refusal.OfField(
            "PARTS_DO_NOT_MAKE_TOTAL",
            field,
            $"The {Measures.InWords(key.Measure)} by {dimension.Name} add up to {parts:N0}; the total says {total:N0}."
                + hint
        );
    }

    public static Refusal MoreNewThanAssisted(string field, long newPeople, long assisted) =>
        Refusal.OfField(
            "MORE_NEW_THAN_ASSISTED",
            field,
            $"{newPeople:N0} people are said to be new, but only {assisted:N0} were assisted."
        );

    public static Refusal UnknownCode(string field, CodeList list) =>
        Refusal.OfField("UNKNOWN_CODE", field, $"The code is not one of the standard's. {list.Allowed}");

    public static Refusal UnknownCountry(string field) =>
        Refusal.OfField("UNKNOWN_COUNTRY", field, "Countries are ISO 3166-1 alpha-2 codes: two capital letters.");

    public static Refusal UnknownMeasure(string field) =>
        Refusal.OfField(
            "UNKNOWN_MEASURE",
            field,
            "The measure is 'assisted', 'new', or 'service:' and one of: "
                + string.Join(", ", Htcds.SupportType.Codes)
                + "."
        );

    public static Refusal NegativeCount(string field, int count) =>
        Refusal.OfField("NEGATIVE_COUNT", field, $"{count} is below zero; leave a cell out when it was not counted.");

    public static Refusal CellTwice(string field) =>
        Refusal.OfField("CELL_TWICE", field, "The same cell is there twice; each may be given once.");

    public static Refusal CodeTwice(string field) =>
        Refusal.OfField("CODE_TWICE", field, "The same code is there twice.");

    public static Refusal BadPseudonym(string field, string problem) =>
        Refusal.OfField(
            "BAD_PSEUDONYM",
            field,
            $"The pseudonym {problem}. Use one made by a rule that tells nothing about the person, such as a case "
                + $"number or a hash, with at least one digit."
        );

    public static Refusal PersonTwice(string field, int first) =>
        Refusal.OfField(
            "PERSON_TWICE",
            field,
            $"The same pseudonym is in records[{first}] already; give one record per person."
        );

    public static Refusal TooMany(string field, int given, int most) =>
        new(RefusalKind.BadInput, "TOO_MANY", $"{given:N0} {field} are more than the {most:N0} that one return takes.")
        {
            Fields = [new FieldProblem(field, $"At most {most:N0} are taken; {given:N0} were given.")],
        };

    public static Refusal NoRecords() =>
        Refusal.OfField("REQUIRED", "records", "A case return needs at least one record.");

    public static Refusal PersonalDataInText(string field, string problem) =>
        Refusal.OfField(
            "PERSONAL_DATA",
            field,
            $"The text {problem}. Write it without anything that leads to a person."
        );

    public static Refusal PeriodNotBegun(int number, DateOnly from) =>
        new(
            RefusalKind.WrongState,
            "PERIOD_NOT_BEGUN",
            $"Period {number} begins on {from:yyyy-MM-dd}; nobody can have been helped in it yet."
        );

    public static Refusal AlreadySubmitted() =>
        new(
            RefusalKind.WrongState,
            "RETURN_ALREADY_SUBMITTED",
            "The return of this report is being read; it can be made again only when it is sent back with a question."
        );

    public static Refusal AlreadyAccepted() =>
        new(RefusalKind.WrongState, "RETURN_ACCEPTED", "The return of this report was accepted and is locked.");

    public static Refusal SubmittedByThem() =>
        new(RefusalKind.NotAllowed, "SAME_PERSON", "You submitted this return; somebody else has to decide on it.");

    public static Refusal NotSubmitted(string state, string action) =>
        new(
            RefusalKind.WrongState,
            "RETURN_NOT_SUBMITTED",
            $"The return is {state}; only a submitted return can be {action}."
        );

    public static Refusal NothingToPublish() =>
        new(
            RefusalKind.WrongState,
            "NOTHING_TO_PUBLISH",
            "No return of a period that ended by this date has been accepted."
        );

    public static Refusal BeforeLastRelease(DateOnly given, DateOnly last) =>
        Refusal.OfField(
            "BEFORE_LAST_RELEASE",
            "up_to",
            $"{given:yyyy-MM-dd} is before {last:yyyy-MM-dd}, up to which figures were published already; a release "
                + $"can only add to the one before it."
        );

    public static Refusal TooLittleChanged(int number, int minimum) =>
        new(
            RefusalKind.WrongState,
            "TOO_LITTLE_CHANGED",
            $"There are fewer than {minimum} people more than in release {number}: whoever subtracts the two would see "
                + $"them. Publish when more returns have been accepted."
        );

    public static Refusal FiguresFell(string figure) =>
        new(
            RefusalKind.WrongState,
            "FIGURES_FELL",
            $"The figure '{figure}' is smaller than in an earlier release; cumulative figures never fall. Nothing was "
                + $"published."
        );

    public static Refusal NotSafe() =>
        new(
            RefusalKind.WrongState,
            "FIGURES_NOT_SAFE",
            "The figures could not be protected against being computed back. Nothing was published."
        );
}
