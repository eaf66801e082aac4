import { dotnet } from './_framework/dotnet.js';

process.exit(await (await dotnet.create()).runMain());
