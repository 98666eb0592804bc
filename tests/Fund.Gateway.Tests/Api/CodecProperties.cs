using FsCheck;
using FsCheck.Fluent;
using Fund.Gateway.Api;
using Fund.Gateway.Api.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Tests.Api;

/// <summary>Whatever the messages of the API hold, writing and reading them again gives the same.</summary>
public sealed class CodecProperties
{
    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "KWD", "CLF"];

    private static readonly MessageDescriptor[] Kinds =
    [
        .. Routes.All.SelectMany(route => new[] { route.Rpc.InputType, route.Rpc.OutputType }).Distinct(),
    ];

    [Fact]
    public void Every_message_survives_the_way_to_json_and_back()
    {
        var messages = Gen.Elements(Kinds).SelectMany(kind => Message(kind, 3));

        Prop.ForAll(
                messages.ToArbitrary(),
                message =>
                {
                    var problems = new JsonProblems();
                    var again = CodecProbe.Read(
                        new MessageShape(message.GetType()),
                        CodecProbe.Write(message),
                        problems
                    );
                    return !problems.Any && again.Equals(message);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Every_amount_survives_the_way_to_text_and_back()
    {
        var amounts = Numbers().SelectMany(minor => Gen.Choose(0, 4).Select(decimals => (minor, decimals)));

        Prop.ForAll(
                amounts.ToArbitrary(),
                amount =>
                {
                    Span<char> text = stackalloc char[40];
                    var length = MoneyText.Format(amount.minor, amount.decimals, text);
                    var outcome = MoneyText.TryParse(text[..length], amount.decimals, out var again);
                    return outcome == MoneyTextOutcome.Read && again == amount.minor;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void No_bytes_whatever_make_the_reader_fail()
    {
        var seeds = Gen.Elements(Kinds).SelectMany(kind => Message(kind, 2)).Select(CodecProbe.Write);
        var damaged =
            from json in seeds
            from at in Gen.Choose(0, Math.Max(0, json.Length - 1))
            from with in Gen.Elements("", "\"", "{", "]", ",", "\\", "\\u12", "9e999", "null", "\ud800")
            select json[..at] + with + json[Math.Min(json.Length, at + 1)..];

        Prop.ForAll(
                damaged.ToArbitrary(),
                json =>
                {
                    CodecProbe.Read<Donations.V1.RecordPledgeRequest>(json, new JsonProblems());
                    CodecProbe.Read<GrantCalls.V1.CreateCallRequest>(json, new JsonProblems());
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static Gen<long> Numbers() =>
        Gen.OneOf(
            Gen.Choose(-1_000, 1_000).Select(value => (long)value),
            Gen.Elements(long.MinValue, long.MinValue + 1, -1L, 0L, 1L, long.MaxValue),
            Gen.Choose(int.MinValue, int.MaxValue).Two().Select(pair => ((long)pair.Item1 << 32) ^ (uint)pair.Item2)
        );

    private static Gen<IMessage> Message(MessageDescriptor descriptor, int depth)
    {
        var start = Gen.Fresh(() => (IMessage)Activator.CreateInstance(descriptor.ClrType)!);
        return descriptor
            .Fields.InDeclarationOrder()
            .Aggregate(start, (message, field) => message.SelectMany(made => With(made, field, depth)));
    }

    private static Gen<IMessage> With(IMessage message, FieldDescriptor field, int depth)
    {
        if (depth == 0 && field.FieldType == FieldType.Message && field.MessageType == message.Descriptor)
        {
            // A message that holds itself ends somewhere.
            return Gen.Constant(message);
        }

        if (field.IsRepeated)
        {
            return Value(field, depth)
                .ListOf()
                .Resize(3)
                .Select(values =>
                {
                    var list = (System.Collections.IList)field.Accessor.GetValue(message);
                    foreach (var value in values)
                    {
                        list.Add(value);
                    }

                    return message;
                });
        }

        var leaves = field.HasPresence || field.FieldType == FieldType.Message;
        return Gen.Choose(0, 3)
            .SelectMany(dice =>
                (leaves && dice == 0) || (depth == 0 && field.FieldType == FieldType.Message && !IsLeaf(field))
                    ? Gen.Constant(message)
                    : Value(field, depth)
                        .Select(value =>
                        {
                            field.Accessor.SetValue(message, value);
                            return message;
                        })
            );
    }

    private static bool IsLeaf(FieldDescriptor field) =>
        field.MessageType.ClrType == typeof(Common.V1.Money) || field.MessageType.ClrType == typeof(Timestamp);

    private static Gen<object> Value(FieldDescriptor field, int depth) =>
        field.FieldType switch
        {
            FieldType.String => Gen.Elements(
                    "",
                    "plain",
                    "\"quoted\" \\ / \n\t",
                    "العربية 中文 🕊",
                    "\u2028<script>&",
                    "0"
                )
                .Select(s => (object)s),
            FieldType.Bool => Gen.Elements(true, false).Select(b => (object)b),
            FieldType.Int32 => Gen.Choose(int.MinValue, int.MaxValue).Select(i => (object)i),
            FieldType.Int64 => Numbers().Select(l => (object)l),
            FieldType.Bytes => Gen.Elements("", "<x/>", "\u00ff").Select(s => (object)ByteString.CopyFromUtf8(s)),
            // "Nothing said" is no entry of a list: in JSON it has no word.
            FieldType.Enum => Gen.Elements(
                    field.EnumType.Values.Select(v => v.Number).Where(n => n != 0 || !field.IsRepeated).ToArray()
                )
                .Select(n => System.Enum.ToObject(field.EnumType.ClrType, n)),
            _ when field.MessageType.ClrType == typeof(Timestamp) => Gen.Choose(0, int.MaxValue)
                .Select(s => (object)new Timestamp { Seconds = s, Nanos = s % 10_000_000 * 100 }),
            _ when field.MessageType.ClrType == typeof(Common.V1.Money) => from minor in Numbers()
            from currency in Gen.Elements(Currencies)
            select (object)new Common.V1.Money { MinorUnits = minor, CurrencyCode = currency },
            _ => Message(field.MessageType, Math.Max(0, depth - 1)).Select(m => (object)m),
        };
}
