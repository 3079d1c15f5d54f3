"""How the registry looks: colours, faces, components, pictures. No tables."""
