using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods that attend keys part by part.</summary>
internal static class StateMembers
{
    private static readonly Parameter FirstKey = new("int", "firstKey", "Index of the part's first key among all keys, a multiple of 64.") { Counted = new("keys", 0) };
    private static readonly Parameter TotalKeys = new("int", "totalKeys", "Keys of all parts together, the last of which is the last query's position.") { Counted = new("keys", 0) };

    /// <param name="declared">What is declared.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="queryLength">The parameter that counts queries.</param>
    /// <param name="keyCount">The parameter that counts keys.</param>
    public static IEnumerable<Member> Of(AttentionSpec declared, string kernel, Parameter queryLength, Parameter keyCount)
    {
        StateSpec spec = StateSpec.Of(declared);
        AttentionTensors tensors = new(spec.Attention);
        Parameter[] begun = [.. Parameter.Of(tensors.Begun)];
        Parameter[] inputs = [.. Parameter.Of(tensors.Carried)];
        Parameter[] place = [.. Place(declared)];
        Parameter state = Parameter.Of(tensors.State) with { Axes = [] };
        Parameter carried = state with { Type = Parameter.Input };
        Parameter destination = Parameter.Of(tensors.Destination);
        Parameter logSumExp = Parameter.Of(tensors.LogSumExp);
        string of = $"{kernel.Substring(0, kernel.LastIndexOf('.') + 1)}{spec.Type.KernelName}";
        string Continue(string count) => $"{of}.Continue({new[] { inputs.Names(), count }.Concat(place.Select(static parameter => parameter.Name)).Join()}, state)";
        return
        [
            new("Floats of a running state: a maximum, a sum and a context for each head and query token.", "static int StateLength", [queryLength with { Counted = tensors.Queries }], $"{of}.StateLength(queryLength)") { FollowsPlan = false },
            new($"Begins a running state, before any key{(begun.Length > 0 ? ": with the sinks" : "")}.", "static void Begin", [.. begun, state], $"{of}.Begin({begun.Append(state).Names()})") { FollowsPlan = false },
            new("Carries a running state on over more keys. Parts in their order, each but the last a multiple of 64 keys, end in Forward's bits over all of them.", "static void Continue", [.. inputs, .. place, state], Continue($"{of}.KeyTokens(key.Length)")),
            new("As Continue, over the first keyCount keys of the part; the others are padding.", "static void Continue", [.. inputs, keyCount with { Counted = tensors.Keys }, .. place, state], Continue("keyCount")),
            new("Contexts of a running state, normalized. The state may be carried on afterwards.", "static void Finish", [carried, destination], $"{of}.Finish(state, destination)") { FollowsPlan = false },
            new("As Finish, with the natural logarithm of every row's sum of exponentials.", "static void Finish", [carried, destination, logSumExp], $"{of}.Finish(state, destination, logSumExp)") { FollowsPlan = false },
        ];
    }

    /// <summary>Parameters that say where the part's keys stand, as far as that matters.</summary>
    public static IEnumerable<Parameter> Place(AttentionSpec declared) => declared switch
    {
        { HasPositions: false } => [],
        { TopLeft: true } => [FirstKey],
        _ => [FirstKey, TotalKeys],
    };

    private static string Join(this IEnumerable<string> arguments) => string.Join(", ", arguments);
}
