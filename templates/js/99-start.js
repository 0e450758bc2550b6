// Everything is defined; draw.

readAddress();
drawEmbedding();
