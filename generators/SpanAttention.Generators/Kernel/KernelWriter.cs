using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Kernel;

/// <summary>Writes a kernel's routines and remembers which steps of its own they call: those, and no others, are emitted with it.</summary>
internal sealed class KernelWriter : CodeWriter
{
    private readonly List<Step> steps = [];

    /// <summary>The kernel's own steps that were called, each once.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Calls a step; the caller names only the arguments that are not its variables of the parameters' names.</summary>
    public void Call(Step step, params (string Name, string Argument)[] others)
    {
        Line(step.Call(others));
        Remember(step);
    }

    /// <summary>Calls one step or the other, as a variable says.</summary>
    public void CallEither(string condition, Step one, Step other, params (string Name, string Argument)[] others)
    {
        Line($"if ({condition}) {one.Call(others)}");
        Line($"else {other.Call(others)}");
        Remember(one);
        Remember(other);
    }

    private void Remember(Step step)
    {
        if (step.IsShared || steps.Any(called => called.Name == step.Name))
        {
            return;
        }

        steps.Add(step);
    }
}
