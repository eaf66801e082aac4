using System.Globalization;

namespace GptModel;

/// <summary>A tensor of a GPT.</summary>
/// <param name="Name">Its name, such as <c>h.0.attn.c_attn.weight</c>.</param>
/// <param name="Shape">Its dimensions, such as <c>[192, 576]</c>.</param>
public readonly record struct GptTensor(string Name, params long[] Shape)
{
    /// <summary>Floats of it.</summary>
    public long Count => Shape.Aggregate(1L, static (count, dimension) => count * dimension);

    /// <summary>The name and the shape, such as <c>ln_f.bias [192]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape.Select(static dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";
}
