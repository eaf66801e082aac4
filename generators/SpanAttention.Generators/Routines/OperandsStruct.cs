using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the checked operands of one call, which travel by reference.</summary>
internal static class OperandsStruct
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>The checked operands of one call.</summary>");
        using (code.Block("private ref struct Operands"))
        {
            string element = plan.Spec.Stored.Type;
            code.Line($"""
                public ref float Query;
                public ref {element} Key;
                """);
            if (plan.Attends)
            {
                code.Line($"public ref {element} Value;");
            }

            code.Line("""
                public ref float Destination;
                public int QueryLength;
                public int KeyLength;
                public int KeyCount;
                """);
            if (plan.Spec.Layer is not null)
            {
                WriteLayer(code, plan);
                return;
            }

            if (plan.Spec.Kind == DeclarationKind.Attention)
            {
                code.Line("public ref float LogSumExp; // null where it is not asked for");
            }

            if (plan is { Spec.Kind: DeclarationKind.Attention, IsPart: false })
            {
                code.Line("public ScoreStage Stage;");
            }

            foreach (Tensor operand in new AttentionTensors(plan.Spec).Options)
            {
                code.Line($"public ref {operand.Element} {operand.Field};");
            }

            FirstPosition.WriteProperty(code, plan.Spec);
        }
    }

    private static void WriteLayer(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        code.Line("public int KeyCapacity; // tokens that there is room for where keys and values are kept");
        if (!plan.IsPart || spec.TakesRowsOfTensors)
        {
            code.Line("public int Tokens; // of the call whose block this is");
        }

        code.Line("""
            public ref float Weights;
            public ref float Outputs; // of the block, or of the call where weights are asked for
            public ref float Residual; // what they are added to; null where it is nothing
            public ref float Block; // a block of tokens from inputs to outputs
            """);
        if (spec.CountsPositions)
        {
            code.Line("public int FirstPosition; // of the block's first token among the keys");
        }

        if (spec.TakesPositionsOverCache && !plan.IsPart)
        {
            code.Line("public int FirstToken; // of the call among the keys");
        }

        if (spec.TakesRowsOfTensors)
        {
            code.Line("public int FirstRow; // of the block among the call's tokens");
        }

        foreach (Tensor operand in new LayerTensors(spec).Operands)
        {
            code.Line($"public ref {operand.Element} {operand.Field};");
        }

        code.Line("""

            /// <summary>A region of the block.</summary>
            public readonly ref float Region(long offset) => ref Unsafe.Add(ref Block, (nint)offset);

            /// <summary>Goes on to the outputs of the tokens after these.</summary>
            public void GoOn(int tokens)
            {
                Outputs = ref Floats.At(ref Outputs, (nint)tokens * OutputDim);
                if (!Unsafe.IsNullRef(ref Residual))
                {
                    Residual = ref Floats.At(ref Residual, (nint)tokens * OutputDim);
                }
            }
            """);
        WritePlaces(code, spec.Layer!);
    }

    /// <summary>Writes where a block's contexts and outputs are while it is worked on.</summary>
    private static void WritePlaces(KernelWriter code, LayerSpec layer)
    {
        const string Rows = "ref (Unsafe.IsNullRef(ref Residual) ? ref Outputs : ref Region(OutputsOffset));";
        code.Line();
        code.Line(layer.OutputProjection
            ? """
              /// <summary>The block's contexts.</summary>
              public readonly ref float Contexts => ref Region(ContextsOffset);
              """
            : $"""
              /// <summary>The block's contexts, which are its outputs: where they go, or rows of their own, from which they are added to the residual.</summary>
              public readonly ref float Contexts => {Rows}
              """);
        if (layer is { OutputProjection: true, PadsOutputs: false })
        {
            code.Line();
            code.Line($"""
                /// <summary>The place that outputs are projected to: where they go, or rows of their own, from which they are added to the residual.</summary>
                public readonly ref float Projected => {Rows}
                """);
        }
    }
}
