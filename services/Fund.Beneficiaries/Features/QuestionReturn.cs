using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;

namespace Fund.Beneficiaries.Features;

/// <summary>Sends a return back with a question. The question is screened: nobody is to be named in it.</summary>
public sealed class QuestionReturn(BeneficiariesDb db)
{
    private const int LongestQuestion = 2_000;

    public Task<QuestionReturnResponse> HandleAsync(
        QuestionReturnRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("return_id", request.ReturnId);
        var question = check.Text("question", request.Question, LongestQuestion);
        if (PersonalDataScreen.ProblemWithText(question) is { } problem)
        {
            check.Add(BeneficiaryRefusals.PersonalDataInText("question", problem));
        }

        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var row = await db.OpenReturnAsync(id, token);
                row.Ask(caller.Subject, question);
                return new QuestionReturnResponse { BeneficiaryReturn = row.ToWire() };
            },
            cancellationToken
        );
    }
}
