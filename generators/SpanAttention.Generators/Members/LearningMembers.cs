using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>Members, and their parameters, that all layers have which learn.</summary>
internal static class LearningMembers
{
    /// <summary>The tape as a kernel takes it; null where there is none, which the kernel says.</summary>
    public const string Taped = "tape?.Taped";

    /// <summary>A tape that Forward fills.</summary>
    public static readonly Parameter Tape = new(Parameter.Tape, "tape", "Made by CreateTape, with room for the tokens; overwritten.");

    /// <summary>A tape that Forward has filled.</summary>
    public static readonly Parameter RecordedTape = new(Parameter.Tape, "tape", "As Forward left it: Backward may be called again.");

    /// <summary>Gradients of weights.</summary>
    public static readonly Parameter Gradients = new(Parameter.Gradients, "gradients", "The gradient of each declared tensor, added to; the others empty.");

    /// <summary>The method that makes tapes.</summary>
    /// <param name="kernel">The kernel that makes them.</param>
    /// <param name="hasContext">Whether there is room for a context, too.</param>
    public static Member CreateTape(string kernel, bool hasContext = false) => CreateTape([(kernel, hasContext)]);

    /// <summary>The same of a block, whose parts have tapes of their own.</summary>
    /// <param name="kernels">The kernels that make them, and whether there is room for a context, too.</param>
    public static Member CreateTape(IReadOnlyList<(string Name, bool HasContext)> kernels)
    {
        Parameter[] rooms = [Room("tokens", "tokens"), .. kernels.Any(static kernel => kernel.HasContext) ? [Room("contextTokens", "context tokens")] : Array.Empty<Parameter>()];
        string tapes = string.Join(", ", kernels.Select(static kernel => $"{kernel.Name}.NewTape(tokens{(kernel.HasContext ? ", contextTokens" : "")})"));
        return new("A tape for calls of up to so many tokens: the one member that allocates.", "static Tape CreateTape", rooms, $"new({tapes})") { FollowsPlan = false };
    }

    private static Parameter Room(string name, string words) => new("int", name, $"Most {words} of a call: 0 or more.") { Counted = new($"{words} of the tape", 0) };

    /// <summary>A tensor that Forward has taken, and that Backward takes again.</summary>
    public static Parameter Again(Parameter given) => given with { Documentation = $"{given.Documentation.TrimEnd('.')}, as Forward took it." };

    /// <summary>The method that takes changed weights.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="kernel">The kernel that copies them.</param>
    public static Member Load(DeclaredSpec spec, string kernel) => Load($"{kernel}.Load({string.Join(", ", spec.Weights.Select(static tensor => $"weights.{tensor.Name}"))}, packedWeights)");

    /// <summary>The same of a block, with its parts.</summary>
    /// <param name="call">The kernel's call.</param>
    public static Member Load(string call) =>
        new("Copies changed weights over those of the layer; nothing is allocated. No other call may run meanwhile.", "void Load", [new(Parameter.Weights, "weights", "All declared tensors, the others empty.")], call) { FollowsPlan = false };

    /// <summary>The gradients of a layer's tensors as arguments.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="gradients">Where they are.</param>
    public static string Spans(DeclaredSpec spec, string gradients = "gradients") => string.Join(", ", spec.Learned.Select(tensor => $"{gradients}.{tensor.Name}"));

    /// <summary>The kernel of a part of what is declared.</summary>
    /// <param name="part">The part.</param>
    /// <param name="kernel">A kernel beside it.</param>
    public static string KernelOf(DeclaredSpec part, string kernel) => kernel.Contains('.') ? kernel.Substring(0, kernel.LastIndexOf('.') + 1) + part.Type.KernelName : "";
}
