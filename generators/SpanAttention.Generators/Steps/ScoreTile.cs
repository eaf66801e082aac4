using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Scores of one key tile, and the largest of each row.</summary>
/// <param name="plan">What to emit.</param>
/// <param name="products">The products that scores are.</param>
/// <param name="edge">The edge that hides keys; null where all rows see all keys of the tile.</param>
internal sealed class ScoreTile(AttentionPlan plan, TileProducts products, RowEdge? edge)
{
    private readonly Ending ending = products.IsWeighed ? Ending.Weighed : plan.StoresSums ? Ending.Stored : edge is null ? Ending.Kept : Ending.Hidden;

    /// <summary>For blocks whose rows all see all keys of the tile.</summary>
    public static Step Create(AttentionPlan plan) =>
        new ScoreTile(plan, TileProducts.Scores(plan), edge: null).Step("ScoreTile", static tile => tile.Block);

    /// <summary>For blocks at the causal edge or with idle rows: a group of rows at a time.</summary>
    public static Step CreateGroups(AttentionPlan plan) =>
        new ScoreTile(plan, TileProducts.Scores(plan), RowEdge.Of(plan.Spec)).Step("ScoreGroups", static tile => tile.Group);

    /// <summary>Gradients of scores, for blocks whose rows all see all keys of the tile.</summary>
    public static Step CreateGradients(AttentionPlan plan) =>
        new ScoreTile(plan, TileProducts.Gradients(plan), edge: null).Step("ScoreGradients", static tile => tile.Block);

    /// <summary>The same for blocks at the causal edge or with idle rows.</summary>
    public static Step CreateGradientGroups(AttentionPlan plan) =>
        new ScoreTile(plan, TileProducts.Gradients(plan), RowEdge.Of(plan.Spec)).Step("ScoreGradientGroups", static tile => tile.Group);

    /// <summary>Gradients of weights, for blocks whose rows all see all keys of the tile.</summary>
    public static Step CreateProducts(AttentionPlan plan) =>
        new ScoreTile(plan, TileProducts.Weights(plan), edge: null).Step("ProductTile", static tile => tile.Block);

    /// <summary>The same for blocks at the causal edge or with idle rows.</summary>
    public static Step CreateProductGroups(AttentionPlan plan) =>
        new ScoreTile(plan, TileProducts.Weights(plan), RowEdge.Of(plan.Spec)).Step("ProductGroups", static tile => tile.Group);

    private Step Step(string name, Func<TilePlan, TileShape> shape) =>
        new(name, Parameters, Equation, (code, tile) => WriteRows(code, tile, shape(tile)));

    private bool KeepsMaximum => ending is Ending.Kept or Ending.Hidden;

    private Signature Parameters => new()
    {
        { "ref float", products.Lanes },
        { "ref float", products.Keys.Name },
        { "int", products.Chunk?.Dims },
        { "int", "keys" },
        { "int", "rows" },
        { "int", edge?.Name },
        { "float", "limit", KeepsMaximum },
        { "ref float", "maximum", KeepsMaximum },
        { "ref float", "delta", products.IsWeighed },
        { "ref float", products.Result },
        { "ref BlockAhead", plan.AsksForBlocks ? "ahead" : null },
    };

    private string Equation =>
        (products.Chunk is null ? products.Equation : $"{products.Equation.Replace(" = ", " += ")} over some of the head's dimensions")
        + ending switch
        {
            Ending.Weighed => ", in place of the weights.",
            Ending.Stored => edge is null ? "." : ", where some row of a group sees key j.",
            Ending.Kept => "; kept within ±limit, the largest of each row carried on.",
            _ => $", −∞ where key j lies after row i, {edge!.Words}; kept within ±limit, the largest of each row carried on.",
        };

    private void WriteRows(CodeWriter code, TilePlan tile, TileShape shape)
    {
        if (KeepsMaximum)
        {
            code.Line($"{tile.Width.Type} bound = {tile.Width.Operations}.Fill(limit);");
        }

        void WriteColumns(TileShape columns)
        {
            int rows = tile.Rows(shape);
            using (code.Block($"for (int row = {FirstRow(rows)}; row < rows; row += {rows})"))
            {
                if (plan.AsksForBlocks)
                {
                    code.Line("ahead.Ask();");
                }

                WriteTile(code, tile, columns);
            }
        }

        if (plan.HasKeyGroups)
        {
            ColumnLoop.WriteGroups(code, "j", "keys", shape, WriteColumns);
        }
        else
        {
            ColumnLoop.WriteVariable(code, "j", "keys", shape, WriteColumns);
        }
    }

    /// <summary>The first row of the first group that sees key j: of a block that is one group, its first row.</summary>
    private string FirstRow(int groupRows) => edge is null || groupRows == plan.QueryBlock ? "0" : $"Math.Max(0, j - {edge.Name}) & -{groupRows}";

    private void WriteTile(CodeWriter code, TilePlan tile, TileShape shape)
    {
        code.Line($"ref float {products.Sum} = ref Floats.At(ref {products.Result}, ({Groups.Start("row", "KeyTile")}) + (j * RowGroup));");
        RegisterTile register = NewTile(tile, shape);
        register.Write(code);
        for (int vector = 0; vector < shape.Vectors; vector++)
        {
            WriteScores(code, register, vector);
        }
    }

    private RegisterTile NewTile(TilePlan tile, TileShape shape)
    {
        TokenTensor keys = products.Keys;
        RegisterTile register = new(
            tile.Width, shape, products.Sum, products.Chunk?.Dims ?? keys.Dim,
            Lanes: $"Floats.At(ref {products.Lanes}, {Groups.Start("row", products.Steps)})", LaneLayout.Grouped(products.Steps),
            Scalars: $"Floats.At(ref {keys.Name}, (nint)j * {keys.Stride})", ColumnStride: keys.Stride, StepStride: "1");
        if (plan.HasKeyGroups)
        {
            register = register with { Scalars = "Floats.At(ref key, (group * HeadDim) + j - group)", ColumnStride = "1", StepStride = "RowGroup" };
        }

        return products.Chunk is null ? register : register with { Earlier = (column, vector) => register.At(products.Sum, LaneLayout.Grouped("KeyTile"), column, vector) };
    }

    private void WriteScores(CodeWriter code, RegisterTile register, int vector)
    {
        int row = vector * register.Width.Lanes;
        if (products.IsWeighed)
        {
            code.Line($"{register.Width.Type} delta{vector} = {register.Width.Operations}.Load(ref delta, {(row == 0 ? "row" : $"row + {row}")});");
        }

        string maximum = row == 0 ? "ref Floats.At(ref maximum, row)" : $"ref Floats.At(ref maximum, row + {row})";
        register.ForEachRun(Method, vector, (method, first, sums) =>
        {
            string place = register.At(products.Sum, LaneLayout.Grouped("KeyTile"), first, vector).Reference();
            code.Line(ending switch
            {
                Ending.Weighed => $"{method}({place}, delta{vector}, {sums});",
                Ending.Stored => $"{method}({place}, {sums});",
                Ending.Kept => $"{method}({place}, {maximum}, bound, {sums});",
                _ => $"{method}({place}, {maximum}, bound, {Distance(edge!.Name, first - row)}, {sums});",
            });
        });
    }

    private string Method => ending switch
    {
        Ending.Weighed => BackwardPlan.MarksPairs(plan.Spec) ? "WeighVisible" : "Weigh",
        Ending.Stored => "Store",
        Ending.Kept => "Keep",
        _ => "Hide",
    };

    /// <summary>Positions of the column's key beyond the vector's first row.</summary>
    private static string Distance(string edge, int offset) => offset switch
    {
        0 => $"j - {edge} - row",
        > 0 => $"j - {edge} - row + {offset}",
        _ => $"j - {edge} - row - {-offset}",
    };

    /// <summary>Ends of a tile's sums.</summary>
    private enum Ending
    {
        /// <summary>They are gradients of weights, and stored as those of scores.</summary>
        Weighed,

        /// <summary>They are stored as they are.</summary>
        Stored,

        /// <summary>They are scores, stored within the limit, and their largest is kept.</summary>
        Kept,

        /// <summary>The same, with −∞ where a key is hidden.</summary>
        Hidden,
    }
}
