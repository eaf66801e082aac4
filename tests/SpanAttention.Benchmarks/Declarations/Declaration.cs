namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A declared type, and the name under which it competes.</summary>
internal sealed record Declaration(string Name, Type Type)
{
    public const string ContenderName = "SpanAttention";

    /// <summary>What a packed weight takes, such as 2 as a BFloat16.</summary>
    public double BytesPerWeight { get; private init; } = sizeof(float);

    public static Declaration Of<TDeclared>() => new(ContenderName, typeof(TDeclared));

    /// <summary>A type whose weights are stored in shorter numbers.</summary>
    public static Declaration WithWeights<TDeclared>(string element, double bytesPerWeight) =>
        new($"{ContenderName} {element}", typeof(TDeclared)) { BytesPerWeight = bytesPerWeight };

    public static Declaration WithLengthsFromSpans<TDeclared>() => new($"{ContenderName} undeclared lengths", typeof(TDeclared));
}
