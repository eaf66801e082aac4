namespace SpanAttention.Mutations.Subjects;

/// <summary>Weights of wrong lengths are refused by name.</summary>
internal static class TensorRefusals
{
    /// <summary>What is wrong with the refusal of each tensor that is one number longer.</summary>
    /// <param name="create">Makes a layer or a block of tensors by their names.</param>
    /// <param name="tensors">Right ones.</param>
    /// <param name="names">Their names; those of a part, such as <c>Attention.Query</c>, are refused without its name.</param>
    public static IEnumerable<string> Differences(Action<Func<string, ReadOnlyMemory<float>>> create, Func<string, float[]> tensors, IEnumerable<string> names) =>
        names.Select(longer => Difference(longer.Split('.')[^1], () => create(name => name == longer ? (float[])[.. tensors(name), 0] : tensors(name)))).OfType<string>();

    private static string? Difference(string name, Action create)
    {
        try
        {
            create();
            return $"a longer {name} is accepted";
        }
        catch (ArgumentException exception)
        {
            return exception.Message.StartsWith($"{name} holds ", StringComparison.Ordinal) ? null : $"a longer {name} is refused by {exception.Message}";
        }
    }
}
