using System.Globalization;

/// <summary>The weights of the agents, from a text file: each matrix is a line <c>name outputs inputs</c> and then a line an output.</summary>
internal sealed class Policy
{
    /// <summary>Acceleration x, y.</summary>
    public const int Actions = 2;

    private const int Width = SquadAttention.Heads * SquadAttention.HeadDim;
    private const int ProjectionWeights = Width * Entities.Traits;

    private static readonly (string Name, int Outputs, int Inputs)[] Matrices =
    [
        ("query", Width, Entities.Traits), ("key", Width, Entities.Traits), ("value", Width, Entities.Traits), ("output", Actions, Width),
    ];

    /// <summary>A policy over weights that the caller may change.</summary>
    /// <param name="weights">The matrices one after the other.</param>
    public Policy(float[] weights)
    {
        Weights = weights;
        Query = new(weights.AsMemory(Of(0)), Entities.Traits);
        Key = new(weights.AsMemory(Of(1)), Entities.Traits);
        Value = new(weights.AsMemory(Of(2)), Entities.Traits);
        Output = new(weights.AsMemory(Of(3)), Width);
    }

    /// <summary>Weights of a policy.</summary>
    public static int WeightCount { get; } = Matrices.Sum(static matrix => matrix.Outputs * matrix.Inputs);

    public float[] Weights { get; }

    public Matrix Query { get; }

    public Matrix Key { get; }

    public Matrix Value { get; }

    public Matrix Output { get; }

    /// <summary>The place of a matrix among the weights: query, key, value, output.</summary>
    public static Range Of(int matrix) => (matrix * ProjectionWeights)..(matrix == Matrices.Length - 1 ? WeightCount : (matrix + 1) * ProjectionWeights);

    public static Policy Load(string path)
    {
        using StreamReader reader = File.OpenText(path);
        return Load(reader);
    }

    public static Policy Load(TextReader reader)
    {
        List<float> weights = [];
        foreach ((string name, int outputs, int inputs) in Matrices)
        {
            Read(reader, name, outputs, inputs, weights);
        }

        return new([.. weights]);
    }

    /// <summary>Writes the file that <see cref="Load(string)"/> reads: every number with the digits that tell it from its neighbours.</summary>
    public void Save(string path)
    {
        using StreamWriter writer = new(path) { NewLine = "\n" };
        int place = 0;
        foreach ((string name, int outputs, int inputs) in Matrices)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {outputs} {inputs}"));
            for (int output = 0; output < outputs; output++, place += inputs)
            {
                writer.WriteLine(string.Join(' ', Weights[place..(place + inputs)].Select(static weight => weight.ToString("R", CultureInfo.InvariantCulture))));
            }
        }
    }

    private static void Read(TextReader reader, string name, int outputs, int inputs, List<float> weights)
    {
        string expected = $"{name} {outputs} {inputs}";
        string? header = reader.ReadLine();
        if (header != expected)
        {
            throw new InvalidDataException($"The policy has \"{header}\" where \"{expected}\" should be.");
        }

        for (int output = 0; output < outputs; output++)
        {
            string[] row = reader.ReadLine()?.Split(' ') ?? [];
            if (row.Length != inputs)
            {
                throw new InvalidDataException($"Row {output} of {name} holds {row.Length} numbers; it needs {inputs}.");
            }

            weights.AddRange(row.Select(static number => float.Parse(number, CultureInfo.InvariantCulture)));
        }
    }
}
