using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan of a running state in numbers.</summary>
internal static class StateConstants
{
    public static void Write(KernelWriter code, StatePlan plan)
    {
        Constants.Write(code, plan.Attention);
        code.Line();
        Constants.Int(code, "StateDim", plan.Attention.Spec.ValueDim + 2, "floats of a row's running state: its maximum, its sum, its context");
    }
}
