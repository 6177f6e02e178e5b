{ config, ... }:
{
}
