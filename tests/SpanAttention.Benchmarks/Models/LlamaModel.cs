using LLama.Native;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Gguf;

namespace SpanAttention.Benchmarks.Models;

/// <summary>The model in llama.cpp, from a GGUF file of the same weights. Keys and values are floats.</summary>
internal sealed class LlamaModel : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.gguf");
    private readonly SafeLlamaModelHandle model;
    private readonly LLamaToken[] tokens;
    private readonly int threads;

    // Settings of the library are found by its first call alone, and it must not be the one that reads them.
    static LlamaModel()
    {
        NativeLibraryConfig.All.WithLogCallback(static (_, _) => { });
        NativeApi.llama_empty_call();
    }

    public LlamaModel(ModelTensors tensors, GgufElement element, int threads)
    {
        this.threads = threads;
        tokens = [.. tensors.Tokens.Select(static token => (LLamaToken)token)];
        ModelFile.Of(tensors, element).Save(path);
        model = SafeLlamaModelHandle.LoadFromFile(path, LLamaModelParams.Default());
    }

    /// <summary>A call of it, with a cache that holds what comes before.</summary>
    public Contender Contender(ModelCall call, string name, double bytesPerWeight) => new CallContender(this, call, name) { BytesPerWeight = bytesPerWeight };

    public void Dispose()
    {
        model.Dispose();
        File.Delete(path);
    }

    private SafeLLamaContextHandle Context()
    {
        LLamaContextParams parameters = LLamaContextParams.Default();
        parameters.n_ctx = (uint)ModelCall.Decode.Length;
        parameters.n_batch = parameters.n_ctx;
        parameters.n_ubatch = parameters.n_ctx;
        parameters.n_threads = threads;
        parameters.n_threads_batch = threads;
        parameters.llama_flash_attn_type = LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_DISABLED;
        parameters.type_k = GGMLType.GGML_TYPE_F32;
        parameters.type_v = GGMLType.GGML_TYPE_F32;
        return SafeLLamaContextHandle.Create(model, parameters);
    }

    private sealed class CallContender : Contender
    {
        private readonly SafeLLamaContextHandle context;
        private readonly ModelCall call;
        private readonly LLamaBatch batch;
        private readonly float[] logits = new float[ModelShape.Vocabulary];

        public CallContender(LlamaModel model, ModelCall call, string name)
            : base(name)
        {
            this.call = call;
            context = model.Context();
            batch = Batch(model, call.Cached, call.Tokens);
            if (call.Cached > 0)
            {
                Decode(Batch(model, 0, call.Cached));
            }
        }

        public override ReadOnlySpan<float> Output => logits;

        public override void Run(int calls)
        {
            for (int run = 0; run < calls; run++)
            {
                context.MemorySequenceRemove(LLamaSeqId.Zero, call.Cached, -1);
                Decode(batch);
                context.GetLogitsIth(call.Tokens - 1).CopyTo(logits);
            }
        }

        public override void Dispose() => context.Dispose();

        private static LLamaBatch Batch(LlamaModel model, int start, int count)
        {
            LLamaBatch batch = new();
            for (int index = 0; index < count; index++)
            {
                batch.Add(model.tokens[start + index], start + index, LLamaSeqId.Zero, index == count - 1);
            }

            return batch;
        }

        private void Decode(LLamaBatch tokens)
        {
            if (context.Decode(tokens) is not DecodeResult.Ok and { } result)
            {
                throw new InvalidOperationException($"llama.cpp: {result}");
            }
        }
    }
}
