defmodule Lark.Core do
  use Mix.Project

  defp deps do
    [
      {:jason, "~> 1.4"},
      {:draws, "~> 0.5"}
    ]
  end
end
