using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>Reads the methods of an assembly without loading it.</summary>
public sealed class MethodReader
{
    // The JIT expands these into instructions; they are not inlined, and do not count against what it inlines.
    private static readonly string[] Intrinsics =
        ["System.Runtime.Intrinsics.", "System.Runtime.CompilerServices.Unsafe.", "System.Runtime.InteropServices.MemoryMarshal."];

    private readonly PEReader image;
    private readonly MetadataReader metadata;

    private MethodReader(PEReader image)
    {
        this.image = image;
        metadata = image.GetMetadataReader();
    }

    /// <summary>Every method that has a body.</summary>
    public static IReadOnlyList<EmittedMethod> Read(ImmutableArray<byte> assembly)
    {
        using PEReader image = new(assembly);
        MethodReader reader = new(image);
        return
        [
            .. from handle in reader.metadata.MethodDefinitions
               let method = reader.metadata.GetMethodDefinition(handle)
               where method.RelativeVirtualAddress != 0
               select reader.Read(handle, image.GetMethodBody(method.RelativeVirtualAddress)),
        ];
    }

    private EmittedMethod Read(MethodDefinitionHandle handle, MethodBodyBlock body)
    {
        List<Instruction> instructions = Code(body.GetILReader());
        IEnumerable<string> calls = instructions.Where(IsCall).Select(static instruction => instruction.Operand);
        return new(Name(handle), body.GetILReader().Length, Locals(body), [.. calls.Where(call => !Intrinsics.Any(call.StartsWith))], instructions);
    }

    private static bool IsCall(Instruction instruction) =>
        instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt || instruction.OpCode == OpCodes.Newobj;

    private int Locals(MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil)
        {
            return 0;
        }

        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        Assert.Equal(SignatureKind.LocalVariables, signature.ReadSignatureHeader().Kind);
        return signature.ReadCompressedInteger();
    }

    private List<Instruction> Code(BlobReader code)
    {
        List<Instruction> instructions = [];
        while (code.RemainingBytes > 0)
        {
            OpCode instruction = Instructions.Read(ref code);
            switch (instruction.OperandType)
            {
                case OperandType.InlineMethod:
                    EntityHandle method = MetadataTokens.EntityHandle(code.ReadInt32());
                    instructions.Add(new(instruction, Name(method), IsOnValueType(method)));
                    break;
                case OperandType.InlineType:
                    instructions.Add(new(instruction, TypeName(MetadataTokens.EntityHandle(code.ReadInt32())), false));
                    break;
                default:
                    Instructions.SkipOperand(ref code, instruction);
                    instructions.Add(new(instruction, "", false));
                    break;
            }
        }

        return instructions;
    }

    // Metadata says so of types that are declared here, and of generic ones where they are used.
    private bool IsOnValueType(EntityHandle method)
    {
        switch (method.Kind)
        {
            case HandleKind.MethodDefinition:
                EntityHandle parent = metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)method).GetDeclaringType()).BaseType;
                return !parent.IsNil && TypeName(parent) == "System.ValueType";
            case HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)method).Parent is { Kind: HandleKind.TypeSpecification } type:
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
                return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadCompressedInteger() == (int)SignatureTypeKind.ValueType;
            default:
                return false;
        }
    }

    private string Name(EntityHandle method)
    {
        switch (method.Kind)
        {
            case HandleKind.MethodSpecification:
                return Name(metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method);
            case HandleKind.MemberReference:
                MemberReference reference = metadata.GetMemberReference((MemberReferenceHandle)method);
                return $"{TypeName(reference.Parent)}.{metadata.GetString(reference.Name)}";
            default:
                MethodDefinition definition = metadata.GetMethodDefinition((MethodDefinitionHandle)method);
                return $"{TypeName(definition.GetDeclaringType())}.{metadata.GetString(definition.Name)}";
        }
    }

    private string TypeName(EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)type);
                string outer = reference.ResolutionScope.Kind == HandleKind.TypeReference ? $"{TypeName(reference.ResolutionScope)}." : "";
                return outer + QualifiedName(reference.Namespace, reference.Name);
            case HandleKind.TypeDefinition:
                TypeDefinition definition = metadata.GetTypeDefinition((TypeDefinitionHandle)type);
                string container = definition.GetDeclaringType().IsNil ? "" : $"{TypeName(definition.GetDeclaringType())}.";
                return container + QualifiedName(definition.Namespace, definition.Name);
            default:
                // Vector256<float>: the generic type, whatever it is made of.
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
                SignatureTypeCode code = signature.ReadSignatureTypeCode();
                if (code != SignatureTypeCode.GenericTypeInstance)
                {
                    return code.ToString();
                }

                signature.ReadCompressedInteger();
                return TypeName(signature.ReadTypeHandle());
        }
    }

    private string QualifiedName(StringHandle nameSpace, StringHandle name) =>
        nameSpace.IsNil ? metadata.GetString(name) : $"{metadata.GetString(nameSpace)}.{metadata.GetString(name)}";
}
