using System.Globalization;
using System.Reflection;

namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>Makes arguments of attention attributes: mostly of the right kind, with values of any size.</summary>
internal sealed class ArgumentFuzzer(Random random)
{
    private static readonly string[] Sane = ["1", "2", "3", "4", "6", "8", "16", "33", "64"];

    private static readonly string[] Odd =
    [
        "0", "-1", "-7", "100", "4096", "65_536", "1_000_003", "134_217_727", "134_217_728", "2_000_000_000", "int.MaxValue", "int.MinValue", "int.MaxValue - 1", "1 << 30", "1 << 31",
        "0x7FFF_FFFF", "0b1011", "'c'", "'\\u0004'", "(byte)3", "(short)-3", "sizeof(long)", "Odd.Three", "Odd.Zero", "8 / 2 * 3", "true ? 4 : 5", "unchecked((int)0xFFFF_FFFF)", "default", "default(int)",
    ];

    private static readonly string[] Wrong =
    [
        "3.5", "3L", "2_147_483_648", "\"4\"", "null", "typeof(int)", "new[] { 1 }", "int.MaxValue + 1", "1 / 0", "Odd.Cycle", "Missing", "Odd.NotConstant", "true", "'", "", "4 5", "(", "$\"4\"", "nameof(Odd)", "\uD83D",
    ];

    private static readonly string[] Reals =
    [
        "0.5", "1", "3", "1e-3", "0", "-0.0", "-1", "double.NaN", "double.PositiveInfinity", "double.NegativeInfinity", "double.Epsilon", "double.MaxValue", "1e39", "1e-46", "2.4e38", "1e308 * 10", "1f / 3", "float.Epsilon",
        "4m", "'x'", "Odd.Three", "null", "\"1\"", "1e400",
    ];

    // After the name of an enum, or as they are.
    private static readonly string[] EnumValues = ["0", "1", "default", "({0})7", "({0})(-1)", "({0})1", "({0})int.MinValue", "{0}.Sideways", "AttentionLayout.HeadsFirst", "ScoreNormalization.Sum", "WeightLayout.InputByOutput"];

    private static readonly string[] Booleans = ["true", "false", "!true", "1 > 2", "0", "null", "default", "Odd.Yes"];

    // More would contradict each other nearly always.
    private const int MostArguments = 12;

    /// <summary>The attributes that declare attention on a type.</summary>
    public static IReadOnlyList<Type> Attributes { get; } =
    [
        .. from type in typeof(AttentionAttribute).Assembly.GetExportedTypes()
           where type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage && usage.ValidOn.HasFlag(AttributeTargets.Class)
           orderby type.Name
           select type,
    ];

    /// <summary>An attribute with arguments, such as <c>Attention(HeadDim = 3)</c>. Whatever properties it has are drawn by their types.</summary>
    public string Attribute(Type attribute, int oddity)
    {
        Dictionary<string, Type> known = attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .OrderBy(static property => property.MetadataToken)
            .ToDictionary(static property => property.Name, static property => property.PropertyType);
        string first = known.Keys.First();
        List<string> names = [.. random.GetItems([.. known.Keys], random.Next(0, Math.Min(known.Count, MostArguments))).Distinct()];
        if (random.Next(5) > 0)
        {
            names.Insert(0, first);
        }

        if (oddity > 0 && random.Next(12) == 0)
        {
            names.Add(Pick(["Width", "headDim", "HeadDim", "TypeId", first]));
        }

        List<string> arguments = [.. (oddity == 0 ? names.Distinct() : names).Select(name => $"{name} = {Value(known.GetValueOrDefault(name, typeof(int)), oddity)}")];
        if (oddity > 1 && random.Next(15) == 0)
        {
            arguments.Insert(random.Next(arguments.Count + 1), Pick(["3", "HeadDim", "HeadDim: 3", "=", ",", "\"a\""]));
        }

        string written = attribute.Name[..^nameof(System.Attribute).Length];
        return arguments.Count == 0 && random.Next(2) == 0 ? written : $"{written}({string.Join(", ", arguments)})";
    }

    /// <summary>A value for a property of a type; one that nothing is known to be odd for is refused by name.</summary>
    public string Value(Type type, int oddity) => type switch
    {
        _ when type == typeof(double) => Sometimes(oddity) ? Pick(Reals) : "0.25",
        _ when type == typeof(bool) => Sometimes(oddity) ? Pick(Booleans) : Pick(["true", "false"]),
        _ when type == typeof(int) => oddity > 1 && random.Next(8) == 0 ? Pick(Wrong) : Sometimes(oddity) ? Pick(Odd) : Pick(Sane),
        { IsEnum: true } => Sometimes(oddity) ? string.Format(CultureInfo.InvariantCulture, Pick(EnumValues), type.Name) : $"{type.Name}.{Pick(Enum.GetNames(type))}",
        _ => throw new NotSupportedException($"No odd values of type {type.Name} are known."),
    };

    private bool Sometimes(int oddity) => oddity > 0 && random.Next(4) == 0;

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
