using System.Reflection;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Declarations carried out by what the generator emitted for them.</summary>
public sealed class CompiledDeclarations(DeclarationSet set, Assembly assembly) : IRoutines
{
    public static CompiledDeclarations Compile(DeclarationSet set) => new(set, new DeclarationCompiler(set.Sources).Load());

    public static ICompiledLayer Compile(LayerDeclaration declaration)
    {
        DeclarationSet set = new();
        set.Add(declaration);
        return Compile(set).Find(declaration);
    }

    /// <summary>Compiles every declaration that a scenario asks for.</summary>
    public static CompiledDeclarations CompileFor(Action<IRoutines> scenario)
    {
        RecordingRoutines recording = new();
        scenario(recording);
        return Compile(recording.Declarations);
    }

    public ICompiledAttention Find(AttentionDeclaration declaration) => Glue<ICompiledAttention>(declaration);

    public ICompiledSelfAttention Find(SelfAttentionDeclaration declaration) => Glue<ICompiledSelfAttention>(declaration);

    public ICompiledLayer Find(LayerDeclaration declaration) => Glue<ICompiledLayer>(declaration);

    public IAttentionRoutine Attention(AttentionDeclaration declaration) => new CompiledAttention(Find(declaration), declaration.Shape);

    public ISelfAttentionRoutine SelfAttention(SelfAttentionDeclaration declaration) => new CompiledSelfAttention(Find(declaration), declaration.InputDim);

    public ILayerRoutine Layer(LayerDeclaration declaration, LayerTensors tensors) => new CompiledLayer(Find(declaration).Create(tensors), declaration);

    /// <summary>The type that a declaration stands on.</summary>
    public Type Declared(object declaration) => assembly.GetType($"{DeclarationWriter.Namespace}.{set.Name(declaration)}", throwOnError: true)!;

    private T Glue<T>(object declaration) =>
        (T)Activator.CreateInstance(assembly.GetType($"{DeclarationWriter.Namespace}.{set.Name(declaration)}{DeclarationWriter.GlueSuffix}", throwOnError: true)!)!;
}
