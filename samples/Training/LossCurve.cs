namespace Training;

/// <summary>A loss by the steps after which it was measured.</summary>
/// <param name="name">Its name, such as <c>held-out</c>.</param>
public sealed class LossCurve(string name)
{
    private readonly List<float> points = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Points of it.</summary>
    public int Count => points.Count / 2;

    /// <summary>A point: the steps, and the loss.</summary>
    /// <param name="index">The point, from 0 on.</param>
    public (int Steps, float Loss) this[int index] => ((int)points[2 * index], points[(2 * index) + 1]);

    /// <summary>Adds a point.</summary>
    public void Add(int steps, double loss)
    {
        points.Add(steps);
        points.Add((float)loss);
    }

    /// <summary>All points, [points, 2]: steps and loss. Steps are floats below 2²⁴, which are whole.</summary>
    public float[] ToArray() => [.. points];

    /// <summary>Takes the points of a curve instead of its own.</summary>
    /// <param name="saved">What <see cref="ToArray"/> gave.</param>
    public void Read(ReadOnlySpan<float> saved)
    {
        points.Clear();
        points.AddRange(saved);
    }
}
