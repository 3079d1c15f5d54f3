"""How entities and designations look in the API."""

from rest_framework import serializers

from entities.models import Country, Entity, FocalPoint, Region, TargetGroup


class EntitySerializer(serializers.ModelSerializer):
    """An entity, without the people who speak for it."""

    parent = serializers.SlugRelatedField(slug_field="acronym", read_only=True, allow_null=True)

    class Meta:
        model = Entity
        fields = [
            "acronym", "name", "kind", "mtigm_role", "chairs_mtigm", "parent", "public_sector",
            "is_generic_group", "valid_from", "valid_to", "source", "confidence",
        ]  # fmt: skip


class FocalPointSerializer(serializers.ModelSerializer):
    """A designation, for the secretariat and the own entity."""

    entity = serializers.CharField(source="entity.acronym")
    name = serializers.CharField(source="user.get_full_name")

    class Meta:
        model = FocalPoint
        fields = [
            "entity", "name", "role", "position", "institutional_email", "institutional_phone",
            "document", "valid_from", "valid_to",
        ]  # fmt: skip


class RegionSerializer(serializers.ModelSerializer):
    """A department by its UBIGEO code; its name is the same in both languages."""

    class Meta:
        model = Region
        fields = ["code", "name", "is_border"]


class CountrySerializer(serializers.ModelSerializer):
    """A country by its ISO code, with its name in both languages."""

    class Meta:
        model = Country
        fields = ["code", "name_es", "name_en"]


class TargetGroupSerializer(serializers.ModelSerializer):
    """A group of people by its code, with its name in both languages."""

    class Meta:
        model = TargetGroup
        fields = ["code", "name_es", "name_en"]
