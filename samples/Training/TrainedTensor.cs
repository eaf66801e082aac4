using System.Globalization;

namespace Training;

/// <summary>A weight tensor that is trained.</summary>
/// <param name="Name">Its name, such as <c>h.0.attn.c_attn.weight</c>.</param>
/// <param name="Shape">Its dimensions, such as <c>[192, 576]</c>.</param>
public sealed record TrainedTensor(string Name, params long[] Shape)
{
    /// <summary>Floats of it.</summary>
    public int Count { get; } = checked((int)Shape.Aggregate(1L, static (count, dimension) => checked(count * dimension)));

    /// <summary>Whether its weights decay: those of matrices do, biases and norms do not.</summary>
    public bool Decays => Shape.Length > 1;

    /// <summary>The name and the shape, such as <c>ln_f.bias [192]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape.Select(static dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";
}
