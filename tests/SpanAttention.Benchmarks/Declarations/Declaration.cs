namespace SpanAttention.Benchmarks.Declarations;

/// <summary>A declared type, and the name under which it competes.</summary>
internal sealed record Declaration(string Name, Type Type)
{
    public const string ContenderName = "SpanAttention";

    public static Declaration Of<TDeclared>() => new(ContenderName, typeof(TDeclared));

    public static Declaration WithLengthsFromSpans<TDeclared>() => new($"{ContenderName} undeclared lengths", typeof(TDeclared));
}
