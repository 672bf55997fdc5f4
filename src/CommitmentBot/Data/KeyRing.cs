using System.Xml.Linq;
using CommitmentBot.Data.Rows;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CommitmentBot.Data;

/// <summary>The keys of data protection in the register, where every instance finds them.</summary>
internal sealed class KeyRing(RegisterFactory register) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = register.Open();
        return [.. db.Keys.Select(it => it.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        using var db = register.Open();
        db.Keys.Add(new KeyRow { Id = Guid.CreateVersion7(), Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
