using System.Globalization;

namespace SpanAttention.Mutations.Running;

/// <summary>Asks a worker to run one mutant of a subject at one vector width.</summary>
internal readonly record struct Request(int Subject, int Mutant, int Width)
{
    /// <summary>As one line between processes.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Subject} {Mutant} {Width}");

    public static Request Parse(string line)
    {
        int[] numbers = [.. line.Split(' ').Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
        return new Request(numbers[0], numbers[1], numbers[2]);
    }
}
