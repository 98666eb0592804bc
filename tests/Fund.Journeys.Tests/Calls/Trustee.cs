using System.Globalization;

namespace Fund.Journeys.Tests.Calls;

/// <summary>A trustee: what the Board decides, in a session with a quorum.</summary>
internal static class Trustee
{
    public static async Task DecideAsync(Person trustee, CallScene scene)
    {
        await trustee.GoAsync("/board");
        await trustee.FollowAsync(trustee.Main.Locator($"a[href$='/board/{scene.Call}']"));
        await trustee.ReadsAsync(scene.Project);
        await trustee.TypeDateAsync("Board.HeldOn", DateOnly.Parse(scene.People.Today(), CultureInfo.InvariantCulture));
        await trustee.TypeAsync("Board.Present", "A. Erste\nB. Zweiter\nC. Dritte\nD. Vierter");
        await trustee.PressAsync("Board.Open");
        await trustee.IsDoneAsync("session-opened");

        await trustee.ChooseAsync("Programme.Proposal", scene.Proposal);
        await trustee.TickAsync("Decision.Award");
        await trustee.TypeAsync("Board.Amount", trustee.Figure(CallScene.Amount));
        await trustee.PressAsync("Board.Record");
        await trustee.IsRefusedAtAsync("reasons");
        await trustee.TypeAsync("Board.Reasons", "Beste Bewertung.");
        await trustee.TypeAsync("Decision.Conditions", "Bericht im Juli.");
        await trustee.TypeAsync("Decision.InFavour", "3");
        await trustee.TypeAsync("Decision.Abstentions", "1");
        await trustee.PressAsync("Board.Record");
        await trustee.IsDoneAsync("proposal-decided");
        await trustee.SeesAsync("ProposalState.Awarded");
    }
}
