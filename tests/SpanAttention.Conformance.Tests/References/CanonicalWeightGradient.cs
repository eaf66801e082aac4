namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of gradients of weight tensors: sums over 32 tokens at a time, added to what is there.</summary>
public sealed class CanonicalWeightGradient(CanonicalArithmetic arithmetic, WeightLayout layout, IReadOnlyDictionary<string, float[]> gradients)
{
    private const int Fold = 32;

    /// <summary>Adds what tokens bring to a tensor and its bias, where it has one.</summary>
    /// <param name="weight">The tensor.</param>
    /// <param name="bias">Its bias.</param>
    /// <param name="outputs">Gradients of outputs, token by token.</param>
    /// <param name="inputs">Inputs, token by token.</param>
    /// <param name="tensorOutputs">Outputs of the tensor.</param>
    /// <param name="firstOutput">The first of them that is meant.</param>
    public void Add(string weight, string bias, float[][] outputs, float[][] inputs, int tensorOutputs, int firstOutput)
    {
        for (int fold = 0; fold < outputs.Length; fold += Fold)
        {
            int end = Math.Min(outputs.Length, fold + Fold);
            for (int o = 0; o < outputs[0].Length; o++)
            {
                AddFold(weight, fold, end, firstOutput + o, o, outputs, inputs, tensorOutputs);
                if (gradients[bias].Length > 0)
                {
                    float sum = 0;
                    for (int t = fold; t < end; t++)
                    {
                        sum += outputs[t][o];
                    }

                    gradients[bias][firstOutput + o] += sum;
                }
            }
        }
    }

    private void AddFold(string weight, int fold, int end, int row, int o, float[][] outputs, float[][] inputs, int tensorOutputs)
    {
        int length = inputs[0].Length;
        for (int x = 0; x < length; x++)
        {
            float sum = 0;
            for (int t = fold; t < end; t++)
            {
                sum = arithmetic.MultiplyAdd(outputs[t][o], inputs[t][x], sum);
            }

            gradients[weight][layout == WeightLayout.InputByOutput ? (x * tensorOutputs) + row : (row * length) + x] += sum;
        }
    }
}
