using Fund.Roundtrip.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Grpc.Tests;

/// <summary>The message library and the code generator are of different ages: what one writes the other has to read.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string, Everything> Messages =>
        new()
        {
            { "nothing set", new Everything() },
            { "lowest values", Lowest() },
            { "highest values", Highest() },
            { "collections", Collections() },
            {
                "text chosen",
                new Everything { TextChoice = string.Empty }
            },
            {
                "number chosen",
                new Everything { NumberChoice = 0 }
            },
            {
                "message chosen",
                new Everything { InnerChoice = new Inner { Name = "chosen" } }
            },
            {
                "zero that is there",
                new Everything { Maybe = 0 }
            },
        };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_survives_its_bytes(string name, Everything message)
    {
        Everything read = Everything.Parser.ParseFrom(message.ToByteArray());
        Assert.True(message.Equals(read), name);
        Assert.Equal(message.ChoiceCase, read.ChoiceCase);
        Assert.Equal(message.HasMaybe, read.HasMaybe);
        Assert.Equal(message.CalculateSize(), message.ToByteArray().Length);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_survives_its_JSON(string name, Everything message)
    {
        Everything read = JsonParser.Default.Parse<Everything>(JsonFormatter.Default.Format(message));
        Assert.True(message.Equals(read), name);
    }

    [Fact]
    public void Fields_nobody_knows_are_kept()
    {
        Inner stranger = Inner.Parser.ParseFrom(new Everything { Maybe = 7 }.ToByteArray());
        Assert.Equal(7, Everything.Parser.ParseFrom(stranger.ToByteArray()).Maybe);
    }

    [Fact]
    public void Bytes_cut_short_are_refused()
    {
        byte[] bytes = Collections().ToByteArray();
        Assert.Throws<InvalidProtocolBufferException>(() => Everything.Parser.ParseFrom(bytes[..^1]));
    }

    private static Everything Lowest() =>
        new()
        {
            DoubleValue = double.MinValue,
            FloatValue = float.MinValue,
            Int32Value = int.MinValue,
            Int64Value = long.MinValue,
            Sint32Value = int.MinValue,
            Sint64Value = long.MinValue,
            Sfixed32Value = int.MinValue,
            Sfixed64Value = long.MinValue,
            Maybe = int.MinValue,
            Moment = Timestamp.FromDateTime(DateTime.UnixEpoch.AddTicks(-1)),
            Span = Duration.FromTimeSpan(TimeSpan.FromDays(-1)),
        };

    private static Everything Highest() =>
        new()
        {
            DoubleValue = double.Epsilon,
            FloatValue = float.MaxValue,
            Int32Value = int.MaxValue,
            Int64Value = long.MaxValue,
            Uint32Value = uint.MaxValue,
            Uint64Value = ulong.MaxValue,
            Sint32Value = int.MaxValue,
            Sint64Value = long.MaxValue,
            Fixed32Value = uint.MaxValue,
            Fixed64Value = ulong.MaxValue,
            Sfixed32Value = int.MaxValue,
            Sfixed64Value = long.MaxValue,
            BoolValue = true,
            StringValue = "Zoë, العربية, 汉字, 😈 and a nul: \0",
            BytesValue = ByteString.CopyFrom(0, 1, 127, 128, 255),
            Colour = Colour.Blue,
            Inner = new Inner
            {
                Name = "outer",
                Deeper = new Inner { Deeper = new Inner { Name = "innermost" } },
            },
            Moment = Timestamp.FromDateTime(new DateTime(2026, 2, 28, 23, 59, 59, DateTimeKind.Utc)),
        };

    private static Everything Collections() =>
        new()
        {
            Numbers = { 0, 1, -1, 300, long.MaxValue, long.MinValue },
            Texts = { "", "é", "😈" },
            Inners =
            {
                new Inner(),
                new Inner { Name = "second" },
            },
            NumbersByText =
            {
                { "", 0 },
                { "ключ", -1 },
                { "key", long.MaxValue },
            },
            InnersByNumber =
            {
                { 0, new Inner() },
                {
                    int.MinValue,
                    new Inner { Name = "lowest" }
                },
            },
            TextChoice = "last",
        };
}
