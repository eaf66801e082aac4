using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Options;

/// <summary>Definition of an option: how an attribute tells it.</summary>
/// <param name="Read">Reads it; null where the declaration does not ask for it.</param>
/// <param name="Arguments">Its arguments, each with its rule.</param>
internal sealed record OptionDefinition(Func<Declaration, Option?> Read, params OptionArgument[] Arguments)
{
    /// <summary>Checks what its arguments must be to each other.</summary>
    public Action<Declaration, FindingList> CheckFit { get; init; } = static (_, _) => { };
}
