using System.Collections;
using SpanAttention.Generators.Options;

namespace SpanAttention.Generators.Kernel;

/// <summary>The parameters of an emitted method, from which its declaration, its forwarding and every call are printed: <c>ref float scores, int keys</c> and <c>ref scores, keys</c>.</summary>
internal sealed class Signature : IEnumerable<string>
{
    private readonly List<(string Type, string Name)> parameters = [];

    /// <summary>Parameters as declared.</summary>
    public string Declaration => string.Join(", ", parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}"));

    /// <summary>Parameters as a method of the same signature passes them on.</summary>
    public string Forwarding => Arguments([]);

    /// <summary>Adds a parameter, where the declaration has it.</summary>
    public void Add(string type, string name, bool isDeclared)
    {
        if (isDeclared)
        {
            parameters.Add((type, name));
        }
    }

    /// <summary>Adds a parameter; null for one that the declaration has not.</summary>
    public void Add(string type, string? name) => Add(type, name ?? "", name is not null);

    /// <summary>Adds what score steps read.</summary>
    public void Add(IEnumerable<OperandSource> operands)
    {
        foreach (OperandSource operand in operands)
        {
            Add(operand.Type, operand.Parameter);
        }
    }

    /// <summary>Arguments of a call, each the caller's variable of the parameter's name but for <paramref name="others"/>. Those for parameters that there are not are left out.</summary>
    public string Arguments(IReadOnlyList<(string Name, string Argument)> others) => string.Join(", ", parameters.Select(parameter => Argument(parameter.Type, parameter.Name, others)));

    public IEnumerator<string> GetEnumerator() => parameters.Select(static parameter => parameter.Name).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Argument(string type, string name, IReadOnlyList<(string Name, string Argument)> others)
    {
        foreach ((string other, string argument) in others)
        {
            if (other == name)
            {
                return argument;
            }
        }

        return type.StartsWith("ref ", StringComparison.Ordinal) ? $"ref {name}" : name;
    }
}
