using Translation;

return new TranslationCommand().Parse(args).Invoke();
