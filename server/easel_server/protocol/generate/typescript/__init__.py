"""The contract as TypeScript types."""

from easel_server.protocol.generate.typescript.module import typescript as typescript
