using SpanAttention;

/// <summary>Worlds in which the policy is shown what the <see cref="Shepherd"/> would do. At first they move as he says, then as the policy does, so that it learns to get out of what it gets into (Ross, Gordon and Bagnell, 2011).</summary>
internal sealed class Lesson(Policy policy, int worlds, int agents, int steps) : IGradientShard
{
    private const int FramesAStep = 4;
    private const int StepsAWorld = 250;

    private readonly Pupil[] pupils = [.. Enumerable.Range(0, worlds).Select(_ => new Pupil(policy, agents))];
    private int step;

    /// <summary>The mean square error of the last step.</summary>
    public double Loss => pupils.Average(static pupil => pupil.Loss);

    /// <summary>Order in the first world.</summary>
    public FlockOrder Order => FlockOrder.Of(pupils[0].World);

    /// <summary>Begins a step: some of the worlds end, and others begin in their place.</summary>
    public void Begin(int next)
    {
        step = next;
        for (int index = 0; index < worlds; index++)
        {
            // One after the other, so that there are worlds of every age.
            if ((step + (index * StepsAWorld / worlds)) % StepsAWorld == 0 || step == 0)
            {
                pupils[index].World = new World(agents, (uint)((step * worlds) + index + 2));
            }
        }
    }

    public void AddGradients(int shard, Span<float> gradients) => pupils[shard].AddGradients(gradients, FramesAStep, isLed: step < steps / 5);

    /// <summary>A world, the policy in it, and its teacher.</summary>
    private sealed class Pupil(Policy policy, int agents)
    {
        private readonly Mind mind = new(policy, agents);
        private readonly Shepherd shepherd = new();
        private readonly float[] wanted = new float[agents * Policy.Actions];
        private readonly float[] slopes = new float[agents * Policy.Actions];

        public World World { get; set; } = new(agents);

        public double Loss { get; private set; }

        /// <summary>loss = mean of (action − wanted)²; then the world moves on.</summary>
        public void AddGradients(Span<float> gradients, int frames, bool isLed)
        {
            ReadOnlySpan<float> actions = mind.Think(World);
            shepherd.Lead(World, wanted);
            double sum = 0;
            for (int x = 0; x < slopes.Length; x++)
            {
                float error = actions[x] - wanted[x];
                sum += error * error;
                slopes[x] = 2 * error / slopes.Length;
            }

            Loss = sum / slopes.Length;
            mind.AddGradients(World, slopes, gradients);
            for (int frame = 0; frame < frames; frame++)
            {
                Move(isLed);
            }
        }

        private void Move(bool isLed)
        {
            if (isLed)
            {
                shepherd.Lead(World, wanted);
                World.Move(wanted);
            }
            else
            {
                World.Move(mind.Think(World));
            }
        }
    }
}
