using GptModel;
using Training;

namespace GptTraining;

/// <summary>The weights of a GPT in training. They begin as those that are given.</summary>
internal sealed class LearnedWeights : GptWeights
{
    private readonly GptPlaces places;

    public LearnedWeights(TrainedWeights trained, GptPlaces places, GptWeights first)
    {
        Trained = trained;
        this.places = places;
        Shape = first.Shape;
        foreach (TrainedTensor tensor in trained.Tensors)
        {
            first[tensor.Name].CopyTo(trained[tensor.Name]);
        }
    }

    public TrainedWeights Trained { get; }

    public override GptShape Shape { get; }

    public override string Source => "in training";

    public override ReadOnlySpan<float> this[string name] => Trained.All.Span[places[name]];

    public override ReadOnlySpan<float> Of(int layer, string name) => Trained.All.Span[places[layer, name]];
}
