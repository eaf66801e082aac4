using System.Globalization;
using SpanAttention;
using SpanAttention.WeightFiles;

namespace Training;

/// <summary>
/// A training at rest, in a safetensors file: weights, what the optimizer keeps of them, its steps, and the curves so far. Training that goes on from it has the same bits as training that was never interrupted,
/// on a machine of the same canon.
/// </summary>
public static class Checkpoint
{
    private const string Weights = "weights/";
    private const string Means = "means/";
    private const string Squares = "squares/";
    private const string Curve = "curve/";
    private const string Steps = "steps";
    private const string Run = "run";
    private const string Canon = "canon";

    /// <summary>Writes a file; one of that name is replaced when all is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="curves">The curves so far.</param>
    /// <param name="run">All that the training was told which decides about its bits, in words: a checkpoint is for no other.</param>
    public static void Save(string path, TrainedWeights weights, LossCurves curves, string run)
    {
        SafeTensorsWriter writer = new();
        writer.Metadata[Steps] = weights.Optimizer.Steps.ToString(CultureInfo.InvariantCulture);
        writer.Metadata[Run] = run;
        writer.Metadata[Canon] = AttentionNumerics.Arithmetic.ToString();
        foreach (TrainedTensor tensor in weights.Tensors)
        {
            Range range = weights.RangeOf(tensor.Name);
            writer.Add(Weights + tensor.Name, tensor.Shape, weights.All[range]);
            writer.Add(Means + tensor.Name, tensor.Shape, weights.Means[range]);
            writer.Add(Squares + tensor.Name, tensor.Shape, weights.Squares[range]);
        }

        foreach (LossCurve curve in curves.All)
        {
            writer.Add(Curve + curve.Name, [curve.Count, 2], curve.ToArray());
        }

        writer.Save(path);
    }

    /// <summary>Takes weights, optimizer and curves back to where they were.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">Weights of the same tensors.</param>
    /// <param name="curves">The curves.</param>
    /// <param name="run">The training that goes on, in the words that it was saved by.</param>
    /// <exception cref="InvalidDataException">The file is damaged, of another model, of another training, or of the other canon.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static void Load(string path, TrainedWeights weights, LossCurves curves, string run)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        int steps = ReadSteps(file, path, run);
        foreach (TrainedTensor tensor in weights.Tensors)
        {
            // All are asked for before the first is copied.
            file.Floats(Weights + tensor.Name, tensor.Shape);
            file.Floats(Means + tensor.Name, tensor.Shape);
            file.Floats(Squares + tensor.Name, tensor.Shape);
        }

        foreach (TrainedTensor tensor in weights.Tensors)
        {
            Range range = weights.RangeOf(tensor.Name);
            file.Floats(Weights + tensor.Name, tensor.Shape).CopyTo(weights.All.Span[range]);
            file.Floats(Means + tensor.Name, tensor.Shape).CopyTo(weights.Means.Span[range]);
            file.Floats(Squares + tensor.Name, tensor.Shape).CopyTo(weights.Squares.Span[range]);
        }

        foreach (LossCurve curve in curves.All)
        {
            curve.Read(file[Curve + curve.Name].Floats());
        }

        weights.Optimizer.Resume(steps);
    }

    private static int ReadSteps(SafeTensorsFile file, string path, string run)
    {
        if (!file.Metadata.TryGetValue(Steps, out string? text) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps))
        {
            throw new InvalidDataException($"{path} is no checkpoint: it does not say how many steps were taken.");
        }

        string saved = file.Metadata.GetValueOrDefault(Run, "");
        if (saved != run)
        {
            throw new InvalidDataException($"{path} is a checkpoint of another training: of {saved}, and this one is {run}.");
        }

        string canon = file.Metadata.GetValueOrDefault(Canon, "");
        return canon == AttentionNumerics.Arithmetic.ToString()
            ? steps
            : throw new InvalidDataException($"{path} was trained in the canon {canon}, and this process computes {AttentionNumerics.Arithmetic}: it would go on with other bits.");
    }
}
