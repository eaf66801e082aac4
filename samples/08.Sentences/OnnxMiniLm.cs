using Microsoft.ML.OnnxRuntime;

/// <summary>The same model run by ONNX Runtime with all graph optimizations.</summary>
internal sealed class OnnxMiniLm : ISentenceModel, IDisposable
{
    private static readonly string[] Inputs = ["input_ids", "attention_mask", "token_type_ids"];
    private static readonly string[] Outputs = ["last_hidden_state"];

    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();

    public OnnxMiniLm(int threads = 1)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        using Stream resource = MiniLm.Package.GetManifestResourceStream(MiniLm.Resources + "model.onnx")!;
        byte[] model = new byte[resource.Length];
        resource.ReadExactly(model);
        session = new InferenceSession(model, options);
    }

    /// <remarks>Each sentence is filled up to as many tokens as the longest has.</remarks>
    /// <inheritdoc/>
    public void Embed(ReadOnlySpan<long> tokens, ReadOnlySpan<int> lengths, Span<float> vectors)
    {
        int longest = 0;
        foreach (int length in lengths)
        {
            longest = Math.Max(longest, length);
        }

        long[] ids = new long[lengths.Length * longest];
        long[] mask = new long[lengths.Length * longest];
        for (int sentence = 0; sentence < lengths.Length; sentence++)
        {
            tokens[..lengths[sentence]].CopyTo(ids.AsSpan(sentence * longest));
            mask.AsSpan(sentence * longest, lengths[sentence]).Fill(1);
            tokens = tokens[lengths[sentence]..];
        }

        long[] shape = [lengths.Length, longest];
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using OrtValue typeValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, Inputs, [idValue, maskValue, typeValue], Outputs);
        ReadOnlySpan<float> hidden = outputs[0].GetTensorDataAsSpan<float>();
        for (int sentence = 0; sentence < lengths.Length; sentence++)
        {
            MiniLm.Pool(hidden.Slice(sentence * longest * MiniLm.Dim, lengths[sentence] * MiniLm.Dim), vectors.Slice(sentence * MiniLm.Dim, MiniLm.Dim));
        }
    }

    public void Dispose()
    {
        runOptions.Dispose();
        session.Dispose();
    }
}
