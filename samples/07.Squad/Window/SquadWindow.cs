using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;

/// <summary>The squad in a window of SDL 2: arrow keys lead one agent, and the title says what a frame takes. Nothing is allocated.</summary>
internal sealed class SquadWindow
{
    private const int AgentCount = 200;
    private const int Led = 0;
    private const int Pixels = 800;
    private const float Push = 8;

    // Sixty frames a second, as steps of the world are.
    private const double FrameMilliseconds = 1000 / 60.0;
    private const int TitleFrames = 30;

    private readonly Looks looks = new(AgentCount);
    private readonly Squad squad;
    private readonly nint window;
    private readonly SquadPainter painter;
    private readonly Keyboard keyboard;
    private readonly byte[] title = new byte[128];
    private double sum;

    private SquadWindow(nint window, nint renderer)
    {
        this.window = window;
        squad = new(AgentCount, looks);
        painter = new(renderer, Pixels);
        keyboard = Keyboard.Open();
    }

    /// <summary>Opens the window, until it is closed or so many frames have been shown; these are not waited for, and what they took is printed.</summary>
    /// <returns>0, or 1 where there is no window to be had.</returns>
    public static int Open(int? frames)
    {
        if (!Sdl.IsThere)
        {
            Console.Error.WriteLine("The window needs SDL 2, which this system does not have: apt install libsdl2-2.0-0, brew install sdl2, or SDL2.dll beside the program.");
            return 1;
        }

        try
        {
            if (Sdl.Init(Sdl.Video) != 0)
            {
                return Fail();
            }

            nint window = Sdl.CreateWindow("SpanAttention: a squad", Sdl.Centered, Sdl.Centered, Pixels, Pixels, flags: 0);
            nint renderer = window == 0 ? 0 : Sdl.CreateRenderer(window, -1, frames is null ? Sdl.PresentVSync : 0);
            if (renderer == 0)
            {
                return Fail();
            }

            Sdl.SetDrawBlendMode(renderer, Sdl.Blend);
            SquadWindow shown = new(window, renderer);
            if (frames is int count)
            {
                shown.Measure(count);
            }
            else
            {
                shown.Show();
            }

            return 0;
        }
        finally
        {
            Sdl.Quit();
        }
    }

    private static int Fail()
    {
        Console.Error.WriteLine($"SDL 2 opens no window: {Sdl.Error}");
        return 1;
    }

    private void Show()
    {
        for (int frame = 1; !IsClosed(); frame++)
        {
            double milliseconds = Frame(frame);
            Sdl.Delay((uint)Math.Max(0, FrameMilliseconds - milliseconds));
        }
    }

    private void Measure(int frames)
    {
        FrameLog log = new(frames);
        for (int frame = 1; frame <= frames && !IsClosed(); frame++)
        {
            if (frame == Measurement.WarmUpFrames + 1)
            {
                log.Start();
            }

            long start = FrameLog.Now;
            Frame(frame);
            log.Add(start);
        }

        log.Stop();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{AgentCount} agents in a window, {frames} frames"));
        log.Print();
        squad.PrintHash();
    }

    /// <summary>Computes and draws a frame.</summary>
    /// <returns>Milliseconds that it took.</returns>
    private double Frame(int frame)
    {
        long start = Stopwatch.GetTimestamp();
        if (keyboard.Right == 0 && keyboard.Down == 0)
        {
            squad.Advance();
        }
        else
        {
            squad.Advance(Led, keyboard.Right * Push, keyboard.Down * Push);
        }

        painter.Draw(squad.World, looks, Led);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        sum += milliseconds;
        if (frame % TitleFrames == 0)
        {
            ShowTitle(sum / TitleFrames);
            sum = 0;
        }

        return milliseconds;
    }

    private void ShowTitle(double milliseconds)
    {
        Span<byte> text = title.AsSpan(0, title.Length - 1);
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"SpanAttention: a squad, {milliseconds:F2} ms a frame, arrows lead one", out int written);
        title[written] = 0;
        Sdl.SetWindowTitle(window, title[0]);
    }

    private bool IsClosed()
    {
        bool closed = keyboard.Escape;
        while (Sdl.PollEvent(out Sdl.Event next) != 0)
        {
            closed |= next.Kind == Sdl.Event.Closed;
        }

        return closed;
    }
}
