using System.Globalization;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Options;

/// <summary>A sliding window: a query sees the keys from <paramref name="Left"/> before its position to <paramref name="Right"/> after it.</summary>
/// <param name="Left">Keys before its position; null without bound.</param>
/// <param name="Right">Keys after its position; null without bound, and where attention is causal, which sees none.</param>
internal sealed record Window(int? Left, int? Right) : Option
{
    public static readonly OptionDefinition Definition = new(Read, OfKeys("LeftWindow"), OfKeys("RightWindow"));

    public override string Words => (Left, Right) switch
    {
        ({ } left, null) => $"a window of {Number(left)} keys before a query's position",
        (null, { } right) => $"a window of {Number(right)} keys after a query's position",
        _ => $"a window of {Number(Left!.Value)} keys before and {Number(Right!.Value)} after a query's position",
    };

    public override bool Adjusts => Left is not null;

    public override bool LeavesKeysOut => true;

    public override HiddenKeys? Hidden => Left is null ? null : new("VectorN.GreaterThan(distance, VectorN.Create(LeftWindow)).AsSingle()", ScoreOperand.Distance);

    public override IEnumerable<string> Constants =>
    [
        .. Left is { } left ? [Constant("LeftWindow", left, "before")] : Array.Empty<string>(),
        .. Right is > 0 and { } right ? [Constant("RightWindow", right, "after")] : Array.Empty<string>(),
    ];

    private static Option? Read(Declaration declaration)
    {
        int? left = declaration.Window("LeftWindow");
        int? right = declaration.Bool("Causal") ? null : declaration.Window("RightWindow");
        return left is null && right is null ? null : new Window(left, right);
    }

    private static OptionArgument OfKeys(string name) => new(name, (argument, findings) =>
    {
        if (argument.Value is int value and < -1)
        {
            findings.AddAt(name, Rules.BadWindow, name, value);
        }
    });

    private static string Constant(string name, int value, string side) => $"private const int {name} = {value.ToString(CultureInfo.InvariantCulture)}; // keys {side} its position that a query sees";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
