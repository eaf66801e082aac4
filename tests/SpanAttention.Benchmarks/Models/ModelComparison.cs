using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;
using SpanAttention.Benchmarks.Gguf;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Models;

/// <summary>Times a whole model, its weights as floats, as BFloat16 and as Int8, beside llama.cpp and ONNX Runtime.</summary>
internal sealed class ModelComparison : IDisposable
{
    private const double BatchSeconds = 0.1;
    private const double WarmUpSeconds = 0.5;
    private const double BytesOfInt8 = 1 + (4.0 / 32);
    private const double BytesOfQ8 = 1 + (2.0 / 32);
    private static readonly ModelCall[] Calls = [ModelCall.Prefill, ModelCall.Decode];

    // In the order of GgufElement.
    private static readonly (string Name, double Bytes)[] LlamaNames = [("f32", sizeof(float)), ("q8_0", BytesOfQ8), ("bf16", 2)];

    private readonly ModelTensors tensors = ModelShape.Tensors();
    private readonly int threads;
    private readonly int rounds;
    private readonly MachineLimits limits;
    private readonly LlamaModel[] llamas;
    private readonly Dictionary<ModelCall, Contender[]> contenders;

    public ModelComparison(int threads, bool quick)
    {
        this.threads = threads;
        rounds = quick ? 5 : 15;
        limits = new MachineLimits(BatchSeconds, threads);
        Progress.Write("making the models");
        DeclaredModel<Gpt2Block, Gpt2Head> singles = new(tensors, threads);
        DeclaredModel<Gpt2BlockBFloat16, Gpt2HeadBFloat16> shorter = new(tensors, threads);
        DeclaredModel<Gpt2BlockInt8, Gpt2HeadInt8> shortest = new(tensors, threads);
        OnnxModel onnx = new(tensors, threads);
        llamas = [.. Enum.GetValues<GgufElement>().Select(element => new LlamaModel(tensors, element, threads))];
        contenders = Calls.ToDictionary(static call => call, call => (Contender[])
        [
            singles.Contender(call, "SpanAttention", sizeof(float)),
            shorter.Contender(call, "SpanAttention, BFloat16 weights", 2),
            shortest.Contender(call, "SpanAttention, Int8 weights", BytesOfInt8),
            .. llamas.Zip(LlamaNames, (llama, name) => llama.Contender(call, $"llama.cpp, {name.Name}", name.Bytes)),
            onnx.Contender(call),
        ]);
    }

    public IReadOnlyList<ModelResult> Run() => [.. Calls.SelectMany(Run)];

    public void Dispose()
    {
        foreach (Contender contender in contenders.Values.SelectMany(static contenders => contenders))
        {
            contender.Dispose();
        }

        foreach (LlamaModel llama in llamas)
        {
            llama.Dispose();
        }
    }

    private IEnumerable<ModelResult> Run(ModelCall call)
    {
        Progress.Write(call.Name);
        Measurement[] measurements = [.. contenders[call].Select(contender => new Measurement(contender, Clock.Of(threads)))];
        foreach (Measurement measurement in measurements)
        {
            measurement.WarmUp(WarmUpSeconds, BatchSeconds);
        }

        // What reads from DRAM, for as long as a batch.
        Scene reads = new(ModelShape.Block with { KeyLength = ModelCall.Decode.Length }, [], Temperature.Cold);
        for (int round = 0; round < rounds; round++)
        {
            limits.Sample(reads);
            foreach (int turn in Turns.Of(round, measurements.Length))
            {
                measurements[turn].RunBatch();
            }
        }

        return ModelResult.Of(call, measurements, contender => ModelShape.BytesRead(tensors, contender.BytesPerWeight), limits.Samples.MemoryBandwidth!.Value);
    }
}
