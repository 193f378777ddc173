// The names of makers that follow a grammar with few numbers: one pattern each over the reader's
// spelling. From the makers' product pages, Mesa's tables (freedreno_devices.py, pan_props.c,
// imagination's device_info, include/pci_ids) and the reference renderers.

const INTEL_NUMBERS = [
  '2000|2500|3000|4000|4200|4400|4600',
  '5000|5100|5200|5300|5500|5600|6000|6100|6200|6300',
  '400|405|500|505|510|515|520|530|540|550|555|580|600|605|610|615|617|620|630|640|645|650|655|710|730|750|770',
  'P\\d{3,4}(?:/P\\d{4})?',
].join('|');

const GRAMMARS: Readonly<Record<string, readonly RegExp[]>> = {
  Intel: [
    new RegExp(`^(?:Mobile )?U?HD Graphics(?: (?:${INTEL_NUMBERS}|G[14]|Family|for Atom x5/x7))?$`),
    new RegExp(`^Iris (?:Plus |Pro |Xe )?(?:MAX )?(?:Graphics)?(?: (?:${INTEL_NUMBERS}|G[147]))?$`),
    /^(?:Xe )?Graphics$/,
    /^UHD Graphics (?:GEN11 (?:16|32)EU|for (?:10th|11th|12th|13th|14th) Gen Processors)$/,
    /^Iris (?:Pro|Plus|Xe)$|^Iris Xe MAX 100$/,
    /^Arc (?:Pro )?Graphics$|^Arc (?:13|14)0[TV]$|^Arc B3[79]0$/,
    /^Arc A(?:310|350|370M|350M|380|530M|550M|570M|580|730M|750|770|770M)$|^Arc B5[78]0$/,
    /^Arc Pro (?:A30M|A40|A50|A40\/A50|A60|A60M|B50|B60)$/,
    /^Data Center GPU (?:Flex 1[47]0|MAX 1[1-5]50)$/,
    /^GMA (?:500|600|900|950|3000|3100|3150|3600|3650|4500M?H?D?|X3[015]00|X4500M?H?D?)$/,
    /^Graphics Media Accelerator(?: (?:HD|500|600|900|950|3000|3100|3150|3600 Series))?$/,
    /^(?:Mobile )?(?:[BGPQ]\d{2}|GM?45|945GM?E?|946GZ|965G?M?|915GM?)(?:\/[GQ]\d{2})?(?: Express)?(?: Chipset)?(?: Family)?$/,
    /^4 Series Internal Chipset$/,
  ],
  Apple: [
    /^M[1-5](?: (?:Pro|Max))?$|^M[123] Ultra$/,
    /^A(?:[6-9]|1\d)(?: Pro)?$|^A(?:[5689]|10|12)X$|^A12Z$/,
    /^S(?:[3-9]|10)$/,
    /^Paravirtual device$/,
  ],
  ARM: [
    /^Mali-(?:200|300|4[057]0)(?: MP\d?)?$/,
    /^Mali-T(?:60[48]|62[0248]|658|67[68]|720|760|8[2368]0)(?: MP\d{0,2})?$/,
    /^(?:Mali|Immortalis)-G(?:31|5[127]|68|7[12678]|310|510|6[12]0|615|625|7[12]0|715|725|[67]25|925|1-(?:Ultra|Premium|Pro)|1)(?:AE)?(?: (?:MC|MP)\d{0,2})?$/,
  ],
  Qualcomm: [
    /^Adreno (?:1[23]0|20[0235]|22[05]|30[24-8]|3[23]0|405|4[123]0|418|50[2-9]|51[02]|5[34]0)$/,
    /^Adreno (?:605|608|61[0-9](?:v2)?|620|63[05]|64[023]L?|6[4-9]0|702|71[0-9]|72[025]|73[0257]|74[02]|750|810|825|829|830|840)$/,
    /^Adreno (?:7c(?: Gen [23]| Plus Gen 3|\+ Gen 3)?|8cx?(?: Gen [1-3])?|6[89]0|X1-45|X1-85|X2-(?:45|85|90))$/,
  ],
  Samsung: [/^Xclipse (?:5[345]0|9[2-6]0)$/],
  Imagination: [
    /^PowerVR SGX (?:5[2-5]\d)(?:MP\d?)?$/,
    /^PowerVR (?:Rogue )?(?:Han )?(?:G6\d{3}|G[EMTX]\d{4})(?: Plus)?$/,
    /^PowerVR (?:[A-E]-Series )?[A-E]X[A-Z]P?-\d{1,2}-\d{2,4}(?: MC\d)?$/,
  ],
  Broadcom: [/^VideoCore (?:IV|VI{1,2})(?: HW)?$/, /^V3D (?:2\.1|3\.3|4\.[12]|7\.1)$/],
  Vivante: [/^GC(?:\d{3,4})(?:UL|L|XS|XSVX|NANO|VX)?$/],
  Huawei: [/^Maleoon 9[0-3][05][A-Z]?$/],
  'Moore Threads': [/^MTT (?:S(?:10|30|50|60|70|80|100|1000|2000|3000|3000E|4000|5000)|X300)$/],
  Zhaoxin: [/^ZX C-\d{3,4}$/, /^KX-[67]\d{3}[A-Z]{0,2}$/],
  Glenfly: [/^Arise(?:-GT-10C0(?:T)?|1020|1040|2000)$/],
  Jingjia: [/^JM(?:5\d{3}|7200|7201|9\d{3}|11\d{2})$/],
  Loongson: [/^L[GS]\d{3}$/],
  Innosilicon: [/^Fantasy (?:I{1,3}|[123])$/],
  VMware: [/^SVGA 3D$/],
  Oracle: [/^VirtualBox Graphics Adapter$/],
  'Red Hat': [/^(?:QXL|VirtIO GPU)$/],
  Parallels: [/^Display Adapter$/],
  Microsoft: [
    /^(?:Hyper-V Video|RemoteFX Graphics Device|Remote Display Adapter|RDPU?DD(?: Chained DD)?)$/,
  ],
  Google: [/^(?:gfxstream|Android Emulator)$/],
};

/** Whether a vendor without a table of products makes models of this form. */
export function isOtherProduct(vendor: string, model: string): boolean {
  const patterns = Object.hasOwn(GRAMMARS, vendor) ? (GRAMMARS[vendor] ?? []) : [];
  return patterns.some((pattern) => pattern.test(model));
}
