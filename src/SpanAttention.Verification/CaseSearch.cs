using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace SpanAttention.Verification;

/// <summary>Has FsCheck look for a case on which a property fails, and shrink it.</summary>
internal sealed class CaseSearch(ulong seed, VerificationSettings settings) : IRunner
{
    private AttentionCase? smallest;
    private int calls;

    public AttentionCase? Run(Arbitrary<AttentionCase> cases, Func<AttentionCase, bool> holds)
    {
        Config config = Config.Quick
            .WithMaxTest(settings.Cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)))
            .WithRunner(this);
        FsCheck.Check.One(config, Prop.ForAll(cases, inputs => Try(inputs, holds)));
        return smallest;
    }

    // Every failure is smaller than the one before. When the calls are spent, what is left passes unseen, which ends the shrinking.
    private bool Try(AttentionCase inputs, Func<AttentionCase, bool> holds)
    {
        if (smallest is not null && ++calls > settings.ShrinkingCalls)
        {
            return true;
        }

        if (holds(inputs))
        {
            return true;
        }

        smallest = inputs;
        return false;
    }

    void IRunner.OnStartFixture(Type t)
    {
    }

    void IRunner.OnArguments(int number, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
    }

    void IRunner.OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
    }

    void IRunner.OnFinished(string name, TestResult result)
    {
    }
}
