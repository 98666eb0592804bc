using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing.Browser;
using Google.Protobuf;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>One gateway and one browser for all steps of the main job.</summary>
[CollectionDefinition(Name)]
public sealed class MainJobCollection : ICollectionFixture<RunningGateway>, ICollectionFixture<Chromium>
{
    public const string Name = "the main job on pages";
}

/// <summary>A step of the main job on pages, as the person whose step it is; scripts are off, as they may be.</summary>
[Collection(MainJobCollection.Name)]
public abstract class MainJobPages(RunningGateway gateway, Chromium chromium)
{
    protected static readonly string Id = Guid.CreateVersion7().ToString("D");

    protected RunningGateway Gateway { get; } = gateway;

    protected void Tell(CallState state, ProposalState proposal, Answer? answer = null, int version = 2)
    {
        Gateway.Backend.Answer(
            "GetCall",
            new GetCallResponse
            {
                Call = new Call
                {
                    CallId = Id,
                    State = state,
                    Terms = Terms(),
                    Awarded = Usd(0),
                },
            }
        );
        Gateway.Backend.Answer("GetCallForm", new GetCallFormResponse { Form = AForm() });
        var draft = new Proposal
        {
            ProposalId = Id,
            CallId = Id,
            OrganisationId = Id,
            State = proposal,
            Version = 3,
            Content = new ProposalContent { Title = "Draft" },
        };
        if (answer is not null)
        {
            draft.Content.Answers.Add(answer);
        }

        Gateway.Backend.Answer(
            "GetApplication",
            new GetApplicationResponse
            {
                Proposal = draft,
                Sections =
                {
                    new SectionState { Key = "project" },
                    new SectionState
                    {
                        Key = "questions1",
                        Version = version,
                        SavedAt = new() { Seconds = 1_790_000_000 },
                    },
                    new SectionState { Key = "budget" },
                },
            }
        );
        Gateway.Backend.Answer(
            "GetProposal",
            new GetProposalResponse
            {
                Proposal = new Proposal
                {
                    ProposalId = Id,
                    CallId = Id,
                    OrganisationId = Id,
                    State = proposal,
                    Version = 3,
                    Content = new ProposalContent { Title = "Draft" },
                },
            }
        );
    }

    protected T Last<T>()
        where T : IMessage => Gateway.Backend.Calls.Select(call => call.Request).OfType<T>().Last();

    protected async Task<BrowserView> OpenAsync(Role role, Guid? organisation = null) =>
        await chromium.OpenAsync(
            Gateway.Http.BaseAddress!,
            await Gateway.TokenAsync(role, organisation),
            script: false
        );

    /// <summary>Presses a button and waits for the whole of the page that it leads to.</summary>
    protected static async Task PressAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = false }).First.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    protected static async Task FillDateAsync(IPage page, string field, int year, int month, int day)
    {
        await page.FillAsync($"[name='{field}.year']", $"{year}");
        await page.FillAsync($"[name='{field}.month']", $"{month}");
        await page.FillAsync($"[name='{field}.day']", $"{day}");
    }

    protected static Money Usd(long cents) => new() { CurrencyCode = "USD", MinorUnits = cents };

    protected static CallTerms Terms() =>
        new()
        {
            Titles =
            {
                new LocalisedText { Language = "en", Text = "Direct assistance" },
            },
            ClosesAtLocal = "2027-01-31T23:59:00",
            OpensAtLocal = "2026-12-01T00:00:00",
            TimeZone = "Europe/Vienna",
            Envelope = Usd(60_000_000),
            Questions =
            {
                new Question
                {
                    Key = "need",
                    Label = "Which need?",
                    Type = QuestionType.Text,
                    Required = true,
                },
                new Question
                {
                    Key = "free",
                    Label = "Help is never conditional.",
                    Type = QuestionType.Declaration,
                },
            },
            Grid =
            {
                new ScoringCriterion
                {
                    Key = "a",
                    Label = "Need",
                    Weight = 40,
                },
                new ScoringCriterion
                {
                    Key = "b",
                    Label = "Quality",
                    Weight = 60,
                },
            },
        };

    private static Fund.Forms.V1.Form AForm() =>
        new()
        {
            Sections =
            {
                new Fund.Forms.V1.Section
                {
                    Key = "questions1",
                    Title = { English("Questions") },
                    Fields =
                    {
                        new Fund.Forms.V1.Field
                        {
                            Key = "need",
                            Type = Fund.Forms.V1.FieldType.LongText,
                            Label = { English("Which need?") },
                            Required = true,
                            MaxWords = 500,
                        },
                        new Fund.Forms.V1.Field
                        {
                            Key = "free",
                            Type = Fund.Forms.V1.FieldType.Declaration,
                            Label = { English("Help is never conditional.") },
                        },
                    },
                },
            },
        };

    protected static LocalisedText English(string text) => new() { Language = "en", Text = text };
}
