using Microsoft.ML.OnnxRuntime;
using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Onnx;

/// <summary>A session of ONNX Runtime whose inputs and outputs are bound once.</summary>
internal sealed class OnnxContender : Contender
{
    private readonly List<IDisposable> resources = [];
    private readonly AttentionLayout outputLayout;
    private readonly RunOptions runOptions;
    private readonly InferenceSession[] sessions;
    private readonly OrtIoBinding[] bindings;
    private readonly float[] output;
    private readonly Padding? padding;
    private int next;

    public OnnxContender(OnnxProgram program, int threads)
        : base($"ONNX Runtime ({program.Operator})")
    {
        outputLayout = program.OutputLayout;
        output = program.Calls[0].Outputs[0].Values;
        using SessionOptions options = Options(threads);
        padding = program.Padding;
        byte[] model = program.Graph.ToModel();
        sessions = [.. Enumerable.Range(0, program.HasManySessions ? program.Calls.Count : 1).Select(_ => Keep(new InferenceSession(model, options)))];
        runOptions = Keep(new RunOptions());
        bindings = [.. program.Calls.Select((call, index) => Bind(SessionOf(index), call))];
    }

    public override ReadOnlySpan<float> Output => padding is null ? output : padding.Remove(output);

    public override AttentionLayout OutputLayout => outputLayout;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            next = next + 1 < bindings.Length ? next + 1 : 0;
            SessionOf(next).RunWithBinding(runOptions, bindings[next]);
        }
    }

    public override void Dispose()
    {
        for (int i = resources.Count - 1; i >= 0; i--)
        {
            resources[i].Dispose();
        }
    }

    private static SessionOptions Options(int threads) => new()
    {
        IntraOpNumThreads = threads,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    private InferenceSession SessionOf(int call) => sessions[call % sessions.Length];

    private OrtIoBinding Bind(InferenceSession session, OnnxCall call)
    {
        OrtIoBinding binding = Keep(session.CreateIoBinding());
        foreach (OnnxTensor tensor in call.Inputs)
        {
            binding.BindInput(tensor.Name, Value(tensor));
        }

        foreach (OnnxTensor tensor in call.Outputs)
        {
            binding.BindOutput(tensor.Name, Value(tensor));
        }

        return binding;
    }

    private OrtValue Value(OnnxTensor tensor) => Keep(OrtValue.CreateTensorValueFromMemory(tensor.Values, tensor.Shape));

    private TResource Keep<TResource>(TResource resource)
        where TResource : IDisposable
    {
        resources.Add(resource);
        return resource;
    }
}
