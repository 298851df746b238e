// Writes a tar archive (ustar) of a few members: what Docker takes as an image's file system.

/** @param members { path, mode?, content?, link? }; a path that ends in "/" is a folder, `link` makes a symbolic link */
export function tarOf(members) {
  const blocks = members.flatMap((member) => {
    const content = member.content ?? Buffer.alloc(0);
    return [header(member, content.length), content, Buffer.alloc(-content.length & 511)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header({ path, mode = 0o777, link = "" }, size) {
  const block = Buffer.alloc(512);
  const octal = (value, length) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  const type = link ? "2" : path.endsWith("/") ? "5" : "0";
  block.write(path, 0, 100);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(" ".repeat(8), 148);
  block.write(type, 156);
  block.write(link, 157, 100);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
