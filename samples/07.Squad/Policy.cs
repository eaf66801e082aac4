using System.Globalization;

/// <summary>The weights of the agents, from a text file: each matrix is a line <c>name outputs inputs</c> and then a line an output.</summary>
internal sealed record Policy(Matrix Query, Matrix Key, Matrix Value, Matrix Output)
{
    /// <summary>Acceleration x, y.</summary>
    public const int Actions = 2;

    private const int Width = SquadAttention.Heads * SquadAttention.HeadDim;

    public static Policy Load(string path)
    {
        using StreamReader reader = File.OpenText(path);
        return new(
            Read(reader, "query", Width, World.Features),
            Read(reader, "key", Width, World.Features),
            Read(reader, "value", Width, World.Features),
            Read(reader, "output", Actions, Width));
    }

    private static Matrix Read(StreamReader reader, string name, int outputs, int inputs)
    {
        string expected = $"{name} {outputs} {inputs}";
        string? header = reader.ReadLine();
        if (header != expected)
        {
            throw new InvalidDataException($"The policy has \"{header}\" where \"{expected}\" should be.");
        }

        float[] weights = new float[outputs * inputs];
        for (int output = 0; output < outputs; output++)
        {
            string[] row = reader.ReadLine()?.Split(' ') ?? [];
            if (row.Length != inputs)
            {
                throw new InvalidDataException($"Row {output} of {name} holds {row.Length} numbers; it needs {inputs}.");
            }

            for (int input = 0; input < inputs; input++)
            {
                weights[(output * inputs) + input] = float.Parse(row[input], CultureInfo.InvariantCulture);
            }
        }

        return new(weights, inputs);
    }
}
