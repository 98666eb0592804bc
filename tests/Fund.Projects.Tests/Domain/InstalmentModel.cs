using FsCheck;
using FsCheck.Fluent;
using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

/// <summary>
/// Random people do random things with an agreement in any order. Whatever they manage to do, money only moves the way
/// it should: asked for by one, approved by others, every condition held, never more than agreed.
/// </summary>
public sealed class InstalmentModel
{
    private static readonly string[] People = ["a", "b", "c", "d"];

    /// <summary>The way to a payment is taken more often than what blocks it, or few walks would get there.</summary>
    private static readonly ActKind[] OftenEnough =
    [
        .. Enum.GetValues<ActKind>(),
        .. Enumerable
            .Repeat((ActKind[])[ActKind.Request, ActKind.Approve, ActKind.Approve, ActKind.Pay], 4)
            .SelectMany(kinds => kinds),
        .. Enumerable
            .Repeat((ActKind[])[ActKind.Submit, ActKind.AcceptReturn, ActKind.AcceptReport, ActKind.Resume], 3)
            .SelectMany(kinds => kinds),
    ];

    private static readonly Arbitrary<Act[]> Acts = (
        from kind in Gen.Elements(OftenEnough)
        from person in Gen.Elements(People)
        from number in Gen.Elements(1, 1, 2, 2, 3)
        select new Act(kind, person, number)
    )
        .ArrayOf(150)
        .ToArbitrary();

    private enum ActKind
    {
        Request,
        Approve,
        Reject,
        Pay,
        Submit,
        AcceptReturn,
        AcceptReport,
        SendBack,
        Suspend,
        Resume,
        RecordAccount,
        VerifyAccount,
        RedFlag,
        ClearFlag,
        DaysPass,
    }

    [Fact]
    public void Whatever_people_do_money_moves_only_by_the_rules() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Acts,
                acts =>
                {
                    var world = new World();
                    foreach (var act in acts)
                    {
                        world.Try(act);
                        world.MustHold();
                    }
                }
            )
        );

    [Fact]
    public void The_random_walk_does_reach_payments()
    {
        var paid = 0;
        Prop.ForAll(
                Acts,
                acts =>
                {
                    var world = new World();
                    Array.ForEach(acts, world.Try);
                    paid += world.PaidInstalments;
                }
            )
            .QuickCheckThrowOnFailure();
        Assert.True(paid > 20, $"Only {paid} payments in a hundred walks: the other test proves little.");
    }

    private sealed record Act(ActKind Kind, string Person, int Number);

    /// <summary>The agreement, and the plain facts it is compared with.</summary>
    private sealed class World
    {
        private readonly Organisation _organisation = Sample.VerifiedOrganisation();
        private readonly Agreement _agreement;
        private readonly Dictionary<int, string> _requestedBy = [];
        private readonly Dictionary<int, HashSet<string>> _approvedBy = [];
        private DateOnly _today = Sample.Today;
        private long _paid;

        public World()
        {
            // USD 120,000: the first instalment needs two approvals, the others one.
            var amount = Money.UsdCents(12_000_000);
            _agreement = Sample.Active(_organisation, amount, Sample.Terms(amount));
        }

        public int PaidInstalments => _agreement.Instalments.Count(part => part.State == InstalmentState.Paid);

        public void Try(Act act)
        {
            var held = HoldsByTheBook(act.Number);
            try
            {
                Do(act);
            }
            catch (RefusedException)
            {
                return;
            }

            Learn(act, held);
        }

        public void MustHold()
        {
            var instalments = _agreement.Instalments;
            Assert.Equal(_paid, _agreement.Paid.MinorUnits);
            Assert.True(_agreement.Paid <= _agreement.Amount);
            Assert.Equal(
                _paid,
                instalments.Where(part => part.Payment is not null).Sum(part => part.Payment!.Amount.MinorUnits)
            );
            foreach (var part in instalments)
            {
                Assert.Equal(part.State == InstalmentState.Paid, part.Payment is not null);
                Assert.True(part.State == InstalmentState.Planned || !part.ApprovedBy.Contains(part.RequestedBy));
            }
        }

        /// <summary>The conditions once more, written down plainly.</summary>
        private bool HoldsByTheBook(int number)
        {
            var account = _organisation.BankAccount!;
            var reports = _agreement.Reports;
            return _agreement.State != AgreementState.Active
                || _agreement.Instalments.Take(number - 1).Any(part => part.State != InstalmentState.Paid)
                || number > 1
                    && (
                        reports.Take(number - 1).Any(report => report.Stage != ReportStage.Accepted)
                        || reports.Any(report => report.DueOn <= _today && report.Stage != ReportStage.Accepted)
                    )
                || account.Verifications.Count < 2
                || _organisation.VerifiedUntil < _today
                || _organisation.Flag == Flag.Red;
        }

        private void Learn(Act act, bool held)
        {
            switch (act.Kind)
            {
                case ActKind.Request:
                    Assert.False(held);
                    _requestedBy[act.Number] = act.Person;
                    _approvedBy[act.Number] = [];
                    break;
                case ActKind.Approve:
                    Assert.False(held);
                    Assert.NotEqual(_requestedBy[act.Number], act.Person);
                    Assert.True(_approvedBy[act.Number].Add(act.Person));
                    break;
                case ActKind.Reject:
                    Assert.True(_requestedBy.Remove(act.Number, out var requester));
                    Assert.NotEqual(requester, act.Person);
                    break;
                case ActKind.Pay:
                    Assert.False(held);
                    Assert.Equal(act.Number == 1 ? 2 : 1, _approvedBy[act.Number].Count);
                    Assert.True(_requestedBy.ContainsKey(act.Number));
                    _paid += _agreement.Instalments[act.Number - 1].Amount.MinorUnits;
                    break;
                default:
                    break;
            }
        }

        private void Do(Act act)
        {
            var (id, person) = (_agreement.Instalments[act.Number - 1].Id, act.Person);
            var report = _agreement.Reports[act.Number - 1];
            switch (act.Kind)
            {
                case ActKind.Request:
                    _agreement.RequestInstalment(id, _organisation, person, _today, Sample.Now);
                    break;
                case ActKind.Approve:
                    _agreement.ApproveInstalment(id, _organisation, Sample.Policy, person, _today, Sample.Now);
                    break;
                case ActKind.Reject:
                    _agreement.RejectInstalment(id, "No.", person, Sample.Now);
                    break;
                case ActKind.Pay:
                    _agreement.PayInstalment(id, _organisation, "UNO-1", _today, person, _today, Sample.Now);
                    break;
                case ActKind.Submit:
                    Sample.Submit(_agreement, report, _today);
                    break;
                case ActKind.AcceptReturn:
                    _agreement.NoteReturnAccepted(report.Id);
                    break;
                case ActKind.AcceptReport:
                    _agreement.AcceptReport(report.Id, person, _today, Sample.Now);
                    break;
                case ActKind.SendBack:
                    _agreement.SendReportBack(report.Id, "No.", person, _today, Sample.Now);
                    break;
                default:
                    DoAround(act);
                    break;
            }
        }

        private void DoAround(Act act)
        {
            switch (act.Kind)
            {
                case ActKind.Suspend when act.Number == 1:
                    _agreement.Suspend("Audit finding open.", act.Person, Sample.Now);
                    break;
                case ActKind.Resume:
                    _agreement.Resume(act.Person, Sample.Now);
                    break;
                case ActKind.RecordAccount when act.Number == 1 && act.Person == "a":
                    _organisation.RecordBankAccount("0123456789", "Harbour House", act.Person, Sample.Now);
                    break;
                case ActKind.VerifyAccount:
                    _organisation.VerifyBankAccount(act.Person, Sample.Now);
                    break;
                case ActKind.RedFlag when act.Number == 1 && act.Person == "a":
                    _organisation.RecordDueDiligence(Flag.Red, _today, "", 5, act.Person, Sample.Now);
                    break;
                case ActKind.ClearFlag:
                    _organisation.RecordDueDiligence(Flag.None, _today, "", 5, act.Person, Sample.Now);
                    break;
                case ActKind.DaysPass:
                    _today = _today.AddDays(act.Number * 10);
                    break;
                default:
                    break;
            }
        }
    }
}
